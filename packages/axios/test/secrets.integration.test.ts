/** The token is nowhere in what a caller gets, prints or logs. */
import { attachBearer } from "@atlas-bearer/axios"
import { assert, describe, it } from "@effect/vitest"
import axios, { type AxiosRequestConfig } from "axios"
import { inspect } from "node:util"
import { ok, scriptedServer } from "./scriptedServer.ts"
import { counting, rejection } from "./sources.ts"

/** Everything that is printed at any depth, everything that is logged as JSON, and every field of the config. */
const shown = (thing: unknown): string => {
  const config = thing instanceof axios.AxiosError ? [thing.config, thing.toJSON(), thing.stack] : []
  return [thing, ...config].map((part) => inspect(part, { depth: Infinity, showHidden: false })).join("\n")
}

const secret = /t1|t2|Bearer/

const failures: Readonly<Record<string, AxiosRequestConfig & { readonly aborts?: boolean }>> = {
  "a refusal": { url: "/401" },
  "a refusal of a stream": { url: "/401", responseType: "stream" },
  "an error of the server": { url: "/500", method: "post" },
  "a lost connection": { url: "/reset", method: "post" },
  "a timeout": { url: "/slow", timeout: 500, bearer: { retries: 0 } },
  "an abort": { url: "/slow", aborts: true },
  "a deadline": { url: "/slow", bearer: { deadline: 500 } },
  "a wait that is too long": { url: "/429" },
  "too many redirects": { url: "/302", maxRedirects: 2 }
}

const { getAdapter } = axios

describe.each([
  { adapter: "http", options: {}, how: "" },
  { adapter: "fetch", options: {}, how: "" },
  { adapter: "http", options: { getAdapter }, how: " itself" },
  { adapter: "fetch", options: { getAdapter }, how: " itself" }
])("with the $adapter adapter$how, the token", ({ adapter, options }) => {
  it.each(Object.keys(failures))("is not shown by %s", async (kind) => {
    const leaving = new AbortController()
    const { aborts, ...config } = failures[kind] ?? assert.fail()
    await using server = await scriptedServer(({ path }) => {
      if (path === "/first") return ok
      // Not before the request is there.
      if (aborts) leaving.abort()
      if (path === "/reset") return { ...ok, reset: "before" }
      if (path === "/slow") return { ...ok, delay: 2000 }
      return { status: Number(path.slice(1)), headers: { "retry-after": "3600", location: "/302" } }
    })
    const instance = axios.create({ baseURL: server.url, adapter })
    attachBearer(instance, counting(server.url).source, options)
    // The first request of a process loads the adapter, which may take as long as the timeout.
    await instance.get("/first")
    const error = await rejection(instance.request({ ...config, ...(aborts && { signal: leaving.signal }) }))
    assert.instanceOf(error, Error)
    assert.match(server.asked.find(({ path }) => path === config.url)?.authorization ?? "", secret)
    assert.notMatch(shown(error), secret)
    assert.notMatch(JSON.stringify(error), secret)
  })

  it.each([{ maxContentLength: 1000 }, { aborts: true }])(
    "is not shown by what a stream fails with: %o",
    async (how) => {
      const leaving = new AbortController()
      await using server = await scriptedServer(() => ({ ...ok, body: "x".repeat(10_000_000) }))
      const instance = axios.create({ baseURL: server.url, adapter, responseType: "stream" })
      attachBearer(instance, counting(server.url).source, options)
      const read = async () => {
        const { data } = await instance.get("/", { ...how, signal: leaving.signal })
        for await (const _ of data) if ("aborts" in how) leaving.abort()
      }
      const error = await rejection(read())
      // That version limits no stream.
      if (axios.VERSION.startsWith("1.8.") && "maxContentLength" in how) return assert.strictEqual(error, "fulfilled")
      assert.instanceOf(error, Error)
      assert.notMatch(shown(error), secret)
      assert.notMatch(JSON.stringify(error), secret)
    }
  )

  it("is not shown by a response, whose request is still there", async () => {
    await using server = await scriptedServer(() => ok)
    const instance = axios.create({ baseURL: server.url, adapter })
    attachBearer(instance, counting(server.url).source, options)
    const response = await instance.get("/")
    assert.notMatch(shown(response), secret)
    assert.isDefined(response.request)
  })
})

it("a refresh token in the config of the source's own failure is not shown either", async () => {
  await using server = await scriptedServer(() => ({ status: 400 }))
  const instance = axios.create({ baseURL: server.url })
  const renewal = () =>
    axios.post(`${server.url}/renew`, { refresh: "t1" }, { headers: { Authorization: "Bearer t2" } })
  attachBearer(instance, {
    origin: server.url,
    getAccessToken: async () => (await renewal()).data,
    invalidate: () => {}
  })
  const error = await rejection(instance.get("/"))
  assert.instanceOf(error, axios.AxiosError)
  assert.notMatch(shown(error), secret)
  assert.nestedPropertyVal(error, "cause.failure.response.status", 400)
})
