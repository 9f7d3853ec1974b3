/** Which adapter a request goes to, and what it says. */
import { attachBearer } from "@atlas-bearer/axios"
import { assert, describe, it } from "@effect/vitest"
import axios from "axios"
import { authorizations, ok, scriptedServer } from "./scriptedServer.ts"
import { counting, fixed, rejection } from "./sources.ts"

describe("the adapter", () => {
  it("uses the adapter that a request or the instance names, and one that is a function", async () => {
    await using server = await scriptedServer((_, before) => before === 0 ? { status: 401 } : ok)
    const instance = axios.create({ baseURL: server.url, adapter: "fetch" })
    attachBearer(instance, counting(server.url).source)
    await instance.get("/")
    let used: unknown
    const { data } = await instance.get("/", {
      adapter: async (config) => {
        used = config.headers.get("Authorization")
        return { data: "{\"mine\":1}", status: 200, statusText: "OK", headers: {}, config }
      }
    })
    assert.deepStrictEqual(data, { mine: 1 })
    assert.strictEqual(used, "Bearer t2")
    assert.deepStrictEqual(authorizations(server), ["Bearer t1", "Bearer t2"])
  })

  it("goes straight to the adapter with `getAdapter`, or as `axios` itself", async () => {
    await using server = await scriptedServer((_, before) => before === 0 ? { status: 401 } : ok)
    const found: Array<unknown> = []
    const getAdapter: typeof axios.getAdapter = (...named) => (found.push(named[0]), axios.getAdapter(...named))
    const instance = axios.create({ baseURL: server.url, adapter: ["fetch"] })
    attachBearer(instance, counting(server.url).source, { getAdapter })
    const { config, data } = await instance.get("/")
    assert.deepStrictEqual(data, { ok: true })
    assert.deepStrictEqual(found, [["fetch"], ["fetch"]])
    assert.deepStrictEqual(config.adapter, ["fetch"])
    const detach = attachBearer(axios, fixed("t3", server.url))
    await axios.get(`${server.url}/`).finally(detach)
    assert.deepStrictEqual(authorizations(server), ["Bearer t1", "Bearer t2", "Bearer t3"])
  })

  it("reads what an adapter of one's own says, in whatever case", async () => {
    const origin = "http://127.0.0.1"
    const instance = axios.create({
      baseURL: origin,
      validateStatus: () => true,
      adapter: async (config) => {
        return { data: "", status: 429, statusText: "", headers: { "Retry-After": "3600" }, config }
      }
    })
    attachBearer(instance, fixed("t1", origin))
    const error: unknown = await rejection(instance.get("/"))
    assert.instanceOf(error, axios.AxiosError)
    assert.propertyVal(error.cause, "retryAfter", 3_600_000)
  })

  it.each([{}, { getAdapter: axios.getAdapter }])("says which adapter there is not (%o)", async (options) => {
    const instance = axios.create({ baseURL: "http://127.0.0.1", adapter: "nowhere" })
    attachBearer(instance, fixed("t1", "http://127.0.0.1"), { ...options, retries: 0 })
    const error: unknown = await rejection(instance.get("/"))
    assert.instanceOf(error, axios.AxiosError)
    assert.include(error.message, "nowhere")
  })
})
