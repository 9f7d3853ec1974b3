/** Installing it, and the tokens that requests go out with. */
import { attachBearer } from "@atlas-bearer/axios"
import { assert, describe, it } from "@effect/vitest"
import axios from "axios"
import { authorizations, ok, scriptedServer } from "./scriptedServer.ts"
import { counting, fixed } from "./sources.ts"

describe("attachBearer", () => {
  it("sends the token, however a request is made", async () => {
    await using server = await scriptedServer(() => ok)
    const instance = axios.create({ baseURL: server.url })
    attachBearer(instance, fixed("t1", server.url))
    const { data } = await instance.get("/get")
    await instance("/call")
    await instance({ url: "call", method: "DELETE" })
    await instance.request({ url: `${server.url}/absolute` })
    await instance.postForm("/form", { a: "1" })
    assert.deepStrictEqual(data, { ok: true })
    assert.deepStrictEqual(authorizations(server), Array.from({ length: 5 }, () => "Bearer t1"))
  })

  it("replaces an Authorization field, in whatever case it was written", async () => {
    await using server = await scriptedServer(() => ok)
    const instance = axios.create({ baseURL: server.url, headers: { common: { Authorization: "Bearer old" } } })
    attachBearer(instance, fixed("t1", server.url))
    await instance.get("/", { headers: { authorization: "Bearer older" } })
    await instance.get("/", { headers: { Authorization: false } })
    assert.deepStrictEqual(authorizations(server), ["Bearer t1", "Bearer t1"])
  })

  it("leaves a request alone that says `bearer: false`, or has credentials of its own", async () => {
    await using server = await scriptedServer(() => ({ status: 401 }))
    const instance = axios.create({ baseURL: server.url, validateStatus: () => true })
    attachBearer(instance, fixed("t1", server.url))
    await instance.get("/", { bearer: false })
    await instance.get("/", { bearer: false, headers: { Authorization: "Bearer own" } })
    await instance.get("/", { auth: { username: "u", password: "p" } })
    await instance.get(server.url.replace("//", "//u:p@"))
    assert.deepStrictEqual(authorizations(server), [undefined, "Bearer own", "Basic dTpw", "Basic dTpw"])
  })

  it("does so too when an interceptor says it", async () => {
    await using server = await scriptedServer(() => ok)
    const instance = axios.create({ baseURL: server.url })
    instance.interceptors.request.use((config) => ({ ...config, bearer: false }))
    attachBearer(instance, fixed("t1", server.url))
    await instance.get("/")
    assert.deepStrictEqual(authorizations(server), [undefined])
  })

  it("works once when it is attached twice, and with the source that came last", async () => {
    await using server = await scriptedServer((_, before) => before === 0 ? { status: 401 } : ok)
    const instance = axios.create({ baseURL: server.url })
    const first = attachBearer(instance, fixed("other", server.url))
    attachBearer(instance, counting(server.url).source)
    const tokens = counting(server.url)
    const last = attachBearer(instance, tokens.source)
    await instance.get("/")
    assert.deepStrictEqual(authorizations(server), ["Bearer t1", "Bearer t2"])
    assert.strictEqual(tokens.renewals, 1)
    first()
    await instance.get("/")
    last()
    await instance.get("/")
    last()
    assert.deepStrictEqual(authorizations(server).slice(2), ["Bearer t2", undefined])
  })

  it("is not inherited by an instance that is made from an attached one, as interceptors are not", async () => {
    await using server = await scriptedServer(() => ok)
    const parent = axios.create({ baseURL: server.url })
    attachBearer(parent, fixed("t1", server.url))
    await parent.create().get("/")
    assert.deepStrictEqual(authorizations(server), [undefined])
  })

  it("leaves nothing behind: neither on the instance nor on a config, which works again", async () => {
    await using server = await scriptedServer((_, before) => before % 2 === 0 ? { status: 401 } : ok)
    const instance = axios.create({ baseURL: server.url })
    const plain = await axios.create({ baseURL: server.url }).get("/plain", { validateStatus: () => true })
    const defaults = JSON.stringify(instance.defaults)
    const detach = attachBearer(instance, counting(server.url).source)
    const config = { url: "/", method: "get" }
    const seen: Array<object> = []
    instance.interceptors.request.use((config) => (seen.push(config), config))
    await instance.request({ ...config, bearer: false, validateStatus: () => true })
    const first = await instance.request(config)
    const second = await instance.request(config)
    const third = await instance.request(first.config)
    detach()
    assert.deepStrictEqual(config, { url: "/", method: "get" })
    assert.deepStrictEqual(
      [second.status, third.status, third.config.adapter],
      [200, 200, plain.config.adapter]
    )
    for (const used of [...seen, first.config]) {
      assert.sameMembers(Object.keys(used).filter((key) => key !== "bearer"), Object.keys(plain.config))
    }
    assert.strictEqual(JSON.stringify(instance.defaults), defaults)
  })

  it("runs interceptors and transformations once for a call, with the body as the caller gave it", async () => {
    await using server = await scriptedServer((_, before) => before === 0 ? { status: 401 } : ok)
    const instance = axios.create({ baseURL: server.url })
    const bodies: Array<unknown> = []
    const statuses: Array<number> = []
    const see = () => instance.interceptors.request.use((config) => (bodies.push(structuredClone(config.data)), config))
    instance.interceptors.response.use((response) => (statuses.push(response.status), response))
    see()
    attachBearer(instance, counting(server.url).source)
    see()
    await instance.post("/", { a: 1 })
    assert.deepStrictEqual(bodies, [{ a: 1 }, { a: 1 }])
    assert.deepStrictEqual(statuses, [200])
    assert.deepStrictEqual(server.asked.map(({ body }) => body), ["{\"a\":1}", "{\"a\":1}"])
  })
})
