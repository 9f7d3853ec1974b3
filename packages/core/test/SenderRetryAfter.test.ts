import { Sender } from "@atlas-bearer/core/Sender"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect } from "effect"
import { ended, ok, refusal, send, serverOf, type Step } from "./sending.ts"

const run = <A, E>(test: Effect.Effect<A, E, Sender>) => Effect.provide(test, Sender.layer)
const date = "Sun, 06 Nov 1994 08:49:37 GMT"
const dated = (retryAfter: string): Step => ({ status: 429, fields: { "retry-after": retryAfter, date } })

describe("Retry-After", () => {
  it.effect.each<readonly [string, Step, number]>([
    ["2", refusal("2"), 2000],
    ["1.5", refusal("1.5"), 2000],
    ["59", refusal("59"), 59_000],
    ["60, the most that a caller puts up with", refusal("60"), 60_000],
    ["an IMF-fixdate", dated("Sun, 06 Nov 1994 08:50:07 GMT"), 30_000],
    ["an RFC 850 date", dated("Sunday, 06-Nov-94 08:50:07 GMT"), 30_000],
    ["an asctime date", dated("Sun Nov  6 08:50:07 1994"), 30_000]
  ])("is never earlier than told, and hardly later: %j", ([, reply, least]) =>
    run(Effect.gen(function*() {
      const server = serverOf(reply, ok)
      const { value } = yield* ended(send(server))
      assert.strictEqual(value, 200)
      assert.strictEqual(server.times.length, 2)
      const [, again = 0] = server.times
      assert.isTrue(again >= least && again <= least * 1.02 + 1, `sent again after ${again} ms`)
    })))

  it.effect.each<readonly [string, Step]>([
    ["0", refusal("0")],
    ["a date in the past", dated("Sun, 06 Nov 1994 08:00:00 GMT")],
    ["-5", refusal("-5")],
    ["abc", refusal("abc")],
    ["nothing", refusal()]
  ])("backs off with jitter, never at once: %j", ([, reply]) =>
    run(Effect.gen(function*() {
      const server = serverOf(reply, reply, ok)
      const { value } = yield* ended(send(server))
      assert.strictEqual(value, 200)
      const [first = 0, second = 0, third = 0] = server.times
      assert.isTrue(second > first && second <= first + 201)
      assert.isTrue(third > second && third <= second + 401)
    })))

  it.effect.each(["3600", "2592000", "9999999999"])(
    "fails at once when it is %s, for later callers too",
    (retryAfter) =>
      run(Effect.gen(function*() {
        const server = serverOf(refusal(retryAfter), ok)
        for (const attempts of [1, 0]) {
          const { error, took } = yield* ended(send(server))
          assert(typeof error === "object" && error._tag === "RateLimited")
          assert.strictEqual(took, 0)
          assert.strictEqual(error.attempts, attempts)
          assert(error.retryAfter !== undefined)
          const wait = Duration.toSeconds(error.retryAfter)
          assert.isAtMost(wait, Number(retryAfter) + 1)
          assert.isAtLeast(wait, Number(retryAfter) - 20)
        }
        assert.strictEqual(server.times.length, 1)
      }))
  )
})

describe("a wait that no clock can count", () => {
  const parameters = ["orgs", 1.7e308, 40, 20, 60]
  it.effect.each<readonly [string, Step]>([
    ["Retry-After of 20 digits", refusal("9".repeat(20))],
    ["Retry-After of 400 digits", refusal("9".repeat(400))],
    ["Retry-After in milliseconds", { status: 429, fields: { "retry-after-ms": "9".repeat(15) } }],
    ["a bucket", { status: 429, text: JSON.stringify({ errorCode: "RATE_LIMITED_TOKEN_BUCKET", parameters }) }]
  ])("is a refusal like others, or none is told: %s", ([, reply]) =>
    run(Effect.gen(function*() {
      const { error, value } = yield* ended(send(serverOf(reply, ok)))
      assert.isTrue(value === 200 || (typeof error === "object" && error._tag === "RateLimited"))
    })))
})
