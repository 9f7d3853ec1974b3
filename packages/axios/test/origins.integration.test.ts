/** Who sees the token: no origin but the allowed ones, whatever a URL or a redirect says. */
import { attachBearer } from "@atlas-bearer/axios"
import { assert, describe, it } from "@effect/vitest"
import axios, { type InternalAxiosRequestConfig } from "axios"
import { ok, scriptedServer } from "./scriptedServer.ts"
import { counting, fixed } from "./sources.ts"

const redirect = (location: string) => ({ status: 302, headers: { location } })

/** Every name is this machine. */
const lookup = async (): Promise<[string, 4]> => ["127.0.0.1", 4]

const sent = ({ asked }: { readonly asked: ReadonlyArray<{ readonly authorization: string | undefined }> }) =>
  asked.map(({ authorization }) => authorization)

describe("the token's origins", () => {
  it("sends nothing to the origin of an absolute URL that is not allowed", async () => {
    await using api = await scriptedServer(() => ok)
    await using other = await scriptedServer(() => ({ status: 401 }))
    const instance = axios.create({ baseURL: api.url, validateStatus: () => true })
    const tokens = counting(api.url)
    attachBearer(instance, tokens.source)
    await instance.get(`${other.url}/absolute`)
    await instance.get(`${other.url.slice("http:".length)}/no-scheme`).catch(() => {})
    await instance.get("/", { baseURL: other.url })
    await instance.get(`${api.url.replace("127.0.0.1", "localhost")}/`, { lookup })
    await instance.get(`http://${new URL(api.url).host}@127.0.0.1:${other.port}/`)
    const wrong = [...sent(other), ...sent(api)].filter((field) => field?.includes("t1"))
    assert.isEmpty(wrong)
    assert.isAtLeast(other.asked.length, 3)
    assert.strictEqual(tokens.renewals, 0)
  })

  it("decides after every interceptor", async () => {
    await using api = await scriptedServer(() => ok)
    await using other = await scriptedServer(() => ok)
    const instance = axios.create({ baseURL: api.url })
    const elsewhere = (config: InternalAxiosRequestConfig) => Object.assign(config, { baseURL: other.url })
    instance.interceptors.request.use(elsewhere)
    attachBearer(instance, fixed("t1", api.url))
    instance.interceptors.request.use(elsewhere)
    await instance.get("/")
    assert.deepStrictEqual(sent(other), [undefined])
  })

  it.each(["http", "fetch"])("sends it to the base URL when absolute URLs are off (%s adapter)", async (adapter) => {
    await using api = await scriptedServer(() => ok)
    await using other = await scriptedServer(() => ok)
    const instance = axios.create({ baseURL: api.url, allowAbsoluteUrls: false, adapter })
    attachBearer(instance, fixed("t1", api.url))
    await instance.get(`${other.url}/x`)
    assert.deepStrictEqual([...sent(api), ...sent(other)], ["Bearer t1"])
  })

  it("keeps the token on a redirect within the origin, also in a replay", async () => {
    const script = [redirect("/moved"), { status: 401 }, redirect("/moved"), ok]
    await using api = await scriptedServer((_, before) => script[before] ?? ok)
    const instance = axios.create({ baseURL: api.url })
    attachBearer(instance, counting(api.url).source)
    const { data } = await instance.get("/")
    assert.deepStrictEqual(data, { ok: true })
    assert.deepStrictEqual(sent(api), ["Bearer t1", "Bearer t1", "Bearer t2", "Bearer t2"])
  })

  it("takes the token off on the way to another port or a subdomain, and does not take its 401 for a refusal", async () => {
    await using other = await scriptedServer(() => ({ status: 401 }))
    await using api = await scriptedServer(({ path }) => path === "/sub" ? { status: 401 } : redirect(path.slice(1)))
    const origin = `http://api.localhost:${api.port}`
    const instance = axios.create({ baseURL: origin, lookup, validateStatus: () => true })
    const tokens = counting(origin)
    attachBearer(instance, tokens.source)
    await instance.get(`/${other.url}/`)
    await instance.get(`/http://sub.api.localhost:${api.port}/sub`)
    assert.deepStrictEqual([...sent(other), ...sent(api)], [undefined, "Bearer t1", "Bearer t1", undefined])
    assert.strictEqual(tokens.renewals, 0)
  })

  it("keeps it on the way between two allowed origins, but not for a way back from elsewhere", async () => {
    await using second = await scriptedServer(() => ok)
    await using api = await scriptedServer(({ path }) => redirect(path.slice(1)))
    await using other = await scriptedServer(() => redirect(`${second.url}/back`))
    const instance = axios.create({ baseURL: api.url })
    attachBearer(instance, fixed("t1"), { origins: [api.url, second.url] })
    await instance.get(`/${second.url}/there`)
    await instance.get(`/${other.url}/`)
    assert.deepStrictEqual([...sent(second), ...sent(other)], ["Bearer t1", undefined, undefined])
  })

  it("runs the caller's own beforeRedirect, and believes where it leads", async () => {
    await using other = await scriptedServer(() => ok)
    await using api = await scriptedServer(() => redirect("/moved"))
    const instance = axios.create({ baseURL: api.url })
    attachBearer(instance, fixed("t1", api.url))
    await instance.get("/", {
      beforeRedirect: (target) => {
        Object.assign(target, { port: other.port })
        target["headers"]["x-own"] = "1"
      }
    })
    assert.deepStrictEqual([...sent(api), ...sent(other)], ["Bearer t1", undefined])
  })

  it("finds the origin behind a proxy, which a redirect goes through as well", async () => {
    await using proxy = await scriptedServer((_, before) => before === 0 ? redirect("http://api.test/moved") : ok)
    const instance = axios.create({ baseURL: "http://api.test", proxy: { host: "127.0.0.1", port: proxy.port } })
    attachBearer(instance, fixed("t1"), { origins: ["http://api.test"], allowInsecure: true })
    await instance.get("/")
    assert.deepStrictEqual(sent(proxy), ["Bearer t1", "Bearer t1"])
  })
})
