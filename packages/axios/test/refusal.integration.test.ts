/** After a 401: one renewal, one replay, and never a loop. */
import { attachBearer } from "@atlas-bearer/axios"
import type { TokenSource } from "@atlas-bearer/core/TokenSource"
import { assert, describe, it } from "@effect/vitest"
import axios from "axios"
import { authorizations, ok, scriptedServer } from "./scriptedServer.ts"
import { counting, fixed, rejection } from "./sources.ts"

const refuse = (status = 401) => () => ({ status, body: "{\"error\":\"refused\"}" })

describe("a refused token", () => {
  it("is replaced, and the request is sent again", async () => {
    await using server = await scriptedServer(({ authorization }) => authorization === "Bearer t2" ? ok : refuse()())
    const instance = axios.create({ baseURL: server.url })
    attachBearer(instance, counting(server.url).source)
    assert.strictEqual((await instance.post("/", { a: 1 })).status, 200)
    assert.deepStrictEqual(server.asked.map(({ authorization }) => authorization), ["Bearer t1", "Bearer t2"])
  })

  it("is noticed when validateStatus accepts everything", async () => {
    await using server = await scriptedServer(({ authorization }) => authorization === "Bearer t2" ? ok : refuse()())
    const instance = axios.create({ baseURL: server.url, validateStatus: () => true })
    attachBearer(instance, counting(server.url).source)
    assert.strictEqual((await instance.get("/")).status, 200)
  })

  it("costs two requests and one renewal when the server answers 401 for ever", async () => {
    await using server = await scriptedServer(refuse())
    const instance = axios.create({ baseURL: server.url })
    const tokens = counting(server.url)
    attachBearer(instance, tokens.source)
    const error = await rejection(instance.get("/"))
    assert.isTrue(axios.isAxiosError(error))
    assert.instanceOf(error, axios.AxiosError)
    assert.include(error, { code: "ERR_BAD_REQUEST" })
    assert.deepStrictEqual(error.response?.data, { error: "refused" })
    assert.strictEqual(server.asked.length, 2)
    assert.strictEqual(tokens.renewals, 1)
  })

  it("is not sent a second time when the source has no other", async () => {
    await using server = await scriptedServer(refuse())
    const instance = axios.create({ baseURL: server.url, validateStatus: () => true })
    attachBearer(instance, fixed("t1", server.url))
    assert.strictEqual((await instance.get("/")).status, 401)
    assert.strictEqual(server.asked.length, 1)
  })

  it("is not renewed for a 401 that the source says is about something else", async () => {
    await using server = await scriptedServer(refuse())
    const instance = axios.create({ baseURL: server.url, validateStatus: () => true })
    const tokens = counting(server.url)
    attachBearer(instance, { ...tokens.source, isRefusal: (body) => !body.includes("refused") })
    assert.strictEqual((await instance.get("/")).status, 401)
    assert.strictEqual((await instance.get("/", { responseType: "arraybuffer" })).status, 401)
    assert.strictEqual(tokens.renewals, 0)
  })

  it("is asked of a source that is an object of a class", async () => {
    await using server = await scriptedServer(({ path }) => path === "/other" ? refuse()() : ok)
    class Tokens implements TokenSource {
      readonly #url = server.url
      readonly #other = "refused"
      origin = async function(this: Tokens) {
        return this.#url
      }
      isRefusal(body: string) {
        return !body.includes(this.#other)
      }
      async getAccessToken() {
        return "t1"
      }
      invalidate() {}
    }
    const instance = axios.create({ baseURL: server.url, validateStatus: () => true })
    attachBearer(instance, new Tokens())
    assert.strictEqual((await instance.get("/other")).status, 401)
    assert.deepStrictEqual(authorizations(server), ["Bearer t1"])
  })

  it("ends in one error for everybody when the renewal itself is answered with 401", async () => {
    await using server = await scriptedServer(refuse())
    const instance = axios.create({ baseURL: server.url })
    let token = "t1"
    const source: TokenSource = {
      origin: server.url,
      getAccessToken: async () => token || (await instance.post("/renew", "refresh-token", { bearer: false })).data,
      invalidate: () => void (token = "")
    }
    attachBearer(instance, source)
    const errors = await Promise.all(Array.from({ length: 5 }, () => rejection(instance.get("/"))))
    for (const error of errors) {
      assert.instanceOf(error, axios.AxiosError)
      assert.propertyVal(error.cause, "_tag", "NoAccessToken")
      assert.deepStrictEqual(error.response?.data, { error: "refused" })
      assert.strictEqual(error.response?.config, error.config)
      assert.strictEqual(error.config?.url, "/")
    }
    assert.strictEqual(server.asked.filter(({ path }) => path === "/renew").length, 1)
    assert.strictEqual(server.asked.length, 6)
  })

  it.each(["", undefined, 7, "Bearer t1", "t1\0", "t1\r\nX-Field: 1", "é"])(
    "is not made up when the source gives %j",
    async (token) => {
      await using server = await scriptedServer(() => ok)
      const instance = axios.create({ baseURL: server.url })
      const wrong = { origin: server.url, getAccessToken: async () => token, invalidate: () => {} }
      // @ts-expect-error - only a caller without types gets this far
      attachBearer(instance, wrong)
      const error = await rejection(instance.get("/"))
      assert.instanceOf(error, axios.AxiosError)
      assert.propertyVal(error.cause, "_tag", "NoAccessToken")
      assert.notInclude(error.message, "t1")
      assert.isEmpty(server.asked)
    }
  )

  it("is the one that the source gave, although it ends as the line of a file does", async () => {
    await using server = await scriptedServer((_, before) => before === 0 ? { status: 401 } : ok)
    const instance = axios.create({ baseURL: server.url })
    let token = "t1\n"
    const source: TokenSource = {
      origin: server.url,
      getAccessToken: async () => token,
      invalidate: (refused) => void (token = refused === token ? "t2\n" : "other")
    }
    attachBearer(instance, source)
    await instance.get("/")
    assert.deepStrictEqual(authorizations(server), ["Bearer t1", "Bearer t2"])
  })

  it("is seen in a stream too, whose connection is let go", async () => {
    await using server = await scriptedServer(({ authorization }) => authorization === "Bearer t2" ? ok : refuse()())
    const instance = axios.create({ baseURL: server.url, responseType: "stream" })
    attachBearer(instance, counting(server.url).source)
    const { data, status } = await instance.get("/")
    assert.strictEqual(status, 200)
    assert.strictEqual((await data.toArray()).join(""), ok.body)
  })

  it("is replayed although the server resets the connection behind its 401", async () => {
    await using server = await scriptedServer((_, before) => before === 0 ? { status: 401, reset: "after" } : ok)
    const instance = axios.create({ baseURL: server.url })
    attachBearer(instance, counting(server.url).source)
    assert.strictEqual((await instance.get("/")).status, 200)
  })
})
