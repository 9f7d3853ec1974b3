/** The schedule over a real socket. */
import { ServiceAccount } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { type Answer, scriptedServer } from "./scriptedServer.ts"

const account = (baseUrl: string, options?: Partial<ServiceAccount.Options>) =>
  ServiceAccount.make({ clientId: "mdb_sa_id_1", clientSecret: "mdb_sa_sk_1", baseUrl, ...options })

const rejection = (promise: Promise<unknown>) => promise.then(() => "accepted", (error: unknown) => error)

const ok: Answer = { status: 200, body: "{}" }
const wait = (status: number, seconds: number): Answer => ({ status, headers: { "retry-after": String(seconds) } })

describe("fetch on the schedule", () => {
  it("serves a burst over the limit: nothing fails, and nothing is sent before it may be", async () => {
    let window = { startedAt: -Infinity, count: 0 }
    const refusals: Array<number> = []
    await using server = await scriptedServer(({ at }) => {
      if (at - window.startedAt >= 1000) window = { startedAt: at, count: 0 }
      if (window.count++ < 5) return ok
      refusals.push(at)
      return wait(429, 1)
    })
    await using client = account(server.url)
    const responses = await Promise.all(Array.from({ length: 15 }, (_, call) => client.fetch(`/things/${call}`)))
    assert.isTrue(responses.every(({ status }) => status === 200))
    // What was on its way when the first refusal came arrives a little later; then nobody for a second.
    const tooEarly = server.asked.filter(({ at }) =>
      refusals.some((refusal) => at > refusal + 100 && at < refusal + 990)
    )
    assert.isEmpty(tooEarly)
    // A naive client sends 15 + 10 + 5.
    assert.isBelow(server.asked.length, 30)
  })

  it("waits out a 429 for a POST too, and sends the same body", async () => {
    await using server = await scriptedServer((_, before) => before === 0 ? wait(429, 1) : ok)
    await using client = account(server.url)
    const response = await client.fetch("/things", { method: "POST", body: "{\"a\":1}" })
    assert.strictEqual(response.status, 200)
    assert.deepStrictEqual(server.asked.map(({ body }) => body), ["{\"a\":1}", "{\"a\":1}"])
    const [first, second] = server.asked
    assert.isAtLeast((second?.at ?? 0) - (first?.at ?? 0), 995)
  })

  it("does not send a POST again after a 503, unless it is said to be idempotent", async () => {
    await using server = await scriptedServer((_, before) => before === 1 ? ok : { status: 503 })
    await using client = account(server.url)
    assert.strictEqual((await client.fetch("/things", { method: "POST" })).status, 503)
    assert.strictEqual(server.asked.length, 1)
    await using other = await scriptedServer((_, before) => before === 0 ? { status: 503 } : ok)
    await using same = account(other.url)
    assert.strictEqual((await same.fetch("/things", { method: "POST", idempotent: true })).status, 200)
  })

  it("sends a stream once, and says so instead of sending nothing", async () => {
    await using server = await scriptedServer(() => wait(429, 1))
    await using client = account(server.url)
    const options = { method: "PUT", body: new Blob(["content"]).stream(), duplex: "half" }
    assert.include(await rejection(client.fetch("/things", options)), { _tag: "BodyNotReplayable" })
    assert.deepStrictEqual(server.asked.map(({ body }) => body), ["content"])
  })

  it("answers what the server does to a stream of who wants no retry", async () => {
    await using server = await scriptedServer(() => ({ status: 502, body: "from the proxy" }))
    await using client = account(server.url)
    const options = { method: "PUT", body: new Blob(["content"]).stream(), duplex: "half", retries: 0 }
    const response = await client.fetch("/things", options)
    assert.deepStrictEqual([response.status, await response.text()], [502, "from the proxy"])
  })

  it("fails at once when the server asks for more than there is patience, and so do later callers", async () => {
    await using server = await scriptedServer(() => wait(429, 3600))
    await using client = account(server.url)
    const error = await rejection(client.fetch("/things"))
    assert.include(error, { _tag: "RateLimited", attempts: 1 })
    assert.include(await rejection(client.fetch("/things")), { _tag: "RateLimited", attempts: 0 })
    assert.strictEqual(server.asked.length, 1)
  })

  it("keeps the deadline of a call", async () => {
    await using server = await scriptedServer(() => ({ status: 503 }))
    await using client = account(server.url, { retries: 1000 })
    const started = performance.now()
    const error = await rejection(client.fetch("/things", { deadline: 300 }))
    assert.include(error, { _tag: "DeadlineExceeded" })
    assert.isBelow(performance.now() - started, 1000)
  })

  it("keeps the deadline of a call over its replay too", async () => {
    const answers = [wait(429, 1), { status: 401 }, wait(429, 2)]
    await using server = await scriptedServer((_, before) => answers[before] ?? ok)
    await using client = account(server.url)
    const error = await rejection(client.fetch("/things", { deadline: 2500 }))
    assert.include(error, { _tag: "RateLimited" })
    assert.strictEqual(server.asked.length, 3)
  })

  it("ends a wait when the caller aborts", async () => {
    await using server = await scriptedServer(() => wait(429, 30))
    await using client = account(server.url)
    const abort = new AbortController()
    const waiting = rejection(client.fetch("/things", { signal: abort.signal }))
    for await (const event of client.events) if (event._tag === "waiting") break
    const aborted = performance.now()
    abort.abort()
    assert.instanceOf(await waiting, Error)
    assert.isBelow(performance.now() - aborted, 100)
  })

  it("tells what happens, and no secret", async () => {
    await using server = await scriptedServer((_, before) => before === 0 ? wait(429, 1) : ok)
    await using client = account(server.url)
    const tags: Array<string> = []
    const listening = (async () => {
      for await (const event of client.events) {
        assert.notMatch(JSON.stringify(event), /mdb_sa_sk_1|t1"/)
        tags.push(event._tag)
        if (event._tag === "keyOpened") return
      }
    })()
    await client.fetch("/things")
    await listening
    assert.deepStrictEqual(tags, ["tokenObtained", "keyClosed", "retried", "waiting", "released", "keyOpened"])
  })
})
