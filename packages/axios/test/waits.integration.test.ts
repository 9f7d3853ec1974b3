/** Waiting without a schedule of the token source: as long as the server asks, and never longer than the caller can wait. */
import { attachBearer } from "@atlas-bearer/axios"
import type { AttachOptions } from "@atlas-bearer/axios/attachBearer"
import type { TokenSource } from "@atlas-bearer/core/TokenSource"
import { assert, describe, it } from "@effect/vitest"
import axios, { type AxiosInstance } from "axios"
import { ok, scriptedServer, wait } from "./scriptedServer.ts"
import { fixed, rejection } from "./sources.ts"

const attached = (url: string, options?: AttachOptions): AxiosInstance => {
  const instance = axios.create({ baseURL: url })
  attachBearer(instance, fixed("t1", url), options)
  return instance
}

describe("waiting", () => {
  it("waits out a 429 for a POST too, in seconds or by the server's own clock, and sends the same body", async () => {
    const date = (seconds: number) => new Date(Date.UTC(2001, 1, 1, 0, 0, seconds)).toUTCString()
    const script = [wait(429, 1), { status: 429, headers: { "retry-after": date(11), date: date(10) } }]
    await using server = await scriptedServer((_, before) => script[before] ?? ok)
    await attached(server.url).post("/", { a: 1 })
    const [first, second, third] = server.asked
    assert.isAtLeast((second?.at ?? 0) - (first?.at ?? 0), 995)
    assert.isAtLeast((third?.at ?? 0) - (second?.at ?? 0), 995)
    assert.deepStrictEqual(server.asked.map(({ body }) => body), Array.from({ length: 3 }, () => "{\"a\":1}"))
  })

  it("tries again after a 503 and after a lost connection, when the method allows it or the caller says so", async () => {
    await using server = await scriptedServer(({ path }, before) =>
      before > 1 || path === "/" ? ok : before === 0 ? { status: 503 } : { status: 200, reset: "before" }
    )
    assert.strictEqual((await attached(server.url).put("/x", {})).status, 200)
    assert.strictEqual(server.asked.length, 3)
    await using other = await scriptedServer((_, before) => before === 0 ? { status: 200, reset: "before" } : ok)
    assert.strictEqual((await attached(other.url).post("/", {}, { bearer: { idempotent: true } })).status, 200)
  })

  it("tries again after a reply that broke off, as after any lost connection", async () => {
    for (const validateStatus of [null, (status: number) => status === 200]) {
      await using server = await scriptedServer((_, before) => before === 0 ? { ...ok, reset: "within" } : ok)
      assert.strictEqual((await attached(server.url).get("/", { validateStatus })).status, 200)
      assert.strictEqual(server.asked.length, 2)
    }
    await using server = await scriptedServer(() => ({ ...ok, reset: "within" }))
    assert.instanceOf(await rejection(attached(server.url).post("/")), axios.AxiosError)
    assert.strictEqual(server.asked.length, 1)
  })

  it("sends a POST once when it is not clear what became of it", async () => {
    await using server = await scriptedServer((_, before) =>
      before === 0 ? { status: 503, headers: { "retry-after": "0" } } : { status: 200, reset: "before" }
    )
    const instance = attached(server.url)
    assert.propertyVal(await rejection(instance.post("/")), "status", 503)
    assert.propertyVal(await rejection(instance.post("/")), "code", "ECONNRESET")
    assert.propertyVal(await rejection(instance.get("/", { bearer: { idempotent: false } })), "code", "ECONNRESET")
    assert.strictEqual(server.asked.length, 3)
  })

  it("does not ask again for a reply that was too long", async () => {
    await using server = await scriptedServer(() => ({ status: 200, body: "x".repeat(100) }))
    for (const options of [{ getAdapter: axios.getAdapter }, {}]) {
      const error = await rejection(attached(server.url, options).get("/", { maxContentLength: 10 }))
      assert.match(String(error), /maxContentLength size of 10 exceeded/)
    }
    assert.strictEqual(server.asked.length, 2)
  })

  it("does not ask again for a reply that is not encoded as it says", async () => {
    await using server = await scriptedServer(() => ({ ...ok, headers: { "content-encoding": "gzip" } }))
    assert.propertyVal(await rejection(attached(server.url).get("/")), "code", "Z_DATA_ERROR")
    assert.strictEqual(server.asked.length, 1)
  })

  it("gives up after `retries`, with the server's last answer", async () => {
    await using server = await scriptedServer(() => ({ status: 503, body: "{\"down\":true}" }))
    const error = await rejection(attached(server.url, { retries: 2 }).get("/"))
    assert.instanceOf(error, axios.AxiosError)
    assert.deepStrictEqual([error.response?.status, error.response?.data], [503, { down: true }])
    assert.strictEqual(server.asked.length, 3)
    const { status } = await attached(server.url).get("/", { bearer: { retries: 0 }, validateStatus: () => true })
    assert.strictEqual(status, 503)
  })

  it("fails at once when the server asks for more than there is patience or time", async () => {
    await using server = await scriptedServer(() => ({ ...wait(429, 3600), body: "{\"slow\":true}" }))
    for (const limits of [{}, { maxRetryAfter: "2 hours" as const, deadline: "1 minute" as const }]) {
      const error = await rejection(attached(server.url).get("/", { bearer: limits }))
      assert.instanceOf(error, axios.AxiosError)
      assert.propertyVal(error.cause, "_tag", "RateLimited")
      assert.propertyVal(error.cause, "retryAfter", 3_600_000)
      assert.deepStrictEqual([error.response?.status, error.response?.data], [429, { slow: true }])
    }
    assert.strictEqual(server.asked.length, 2)
  })

  it("keeps the deadline over everything, a slow server and a slow token included", async () => {
    await using server = await scriptedServer(() => ({ ...ok, delay: 2000 }))
    const slow: TokenSource = { origin: server.url, getAccessToken: () => new Promise(() => {}), invalidate: () => {} }
    const stuck = axios.create({ baseURL: server.url })
    attachBearer(stuck, slow)
    for (const instance of [attached(server.url), stuck]) {
      const started = performance.now()
      const error = await rejection(instance.get("/", { bearer: { deadline: 100 } }))
      assert.instanceOf(error, axios.AxiosError)
      assert.propertyVal(error.cause, "_tag", "DeadlineExceeded")
      assert.strictEqual(error.code, "DeadlineExceeded")
      assert.isBelow(performance.now() - started, 1500)
    }
  })
})
