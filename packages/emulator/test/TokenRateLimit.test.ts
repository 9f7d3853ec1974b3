import { RateLimited } from "@atlas-bearer/core/OAuthError"
import { type Limit, parse, TokenRateLimit } from "@atlas-bearer/emulator/TokenRateLimit"
import { VirtualClock } from "@atlas-bearer/emulator/VirtualClock"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Layer, Result, Schema } from "effect"

const key = { resource: "/api/oauth/token", ip: "127.0.0.1", clientId: "a" }
const limited = (limit: Limit | undefined) =>
  Effect.provide(TokenRateLimit.layer(limit).pipe(Layer.provideMerge(VirtualClock.layer)))

const between = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

describe("TokenRateLimit", () => {
  it.effect("refuses the eleventh request of a minute as the vendor's page does", () =>
    Effect.gen(function*() {
      const { admit } = yield* TokenRateLimit
      const clock = yield* VirtualClock
      for (let count = 0; count < 10; count++) {
        yield* admit(key)
        yield* clock.advance("1500 millis")
      }
      const error = yield* Effect.flip(admit(key))
      assert.strictEqual(error.description, "Resource /api/oauth/token is limited to 10 requests every 1 minutes.")
      assert.strictEqual(Duration.toMillis(error.retryAfter ?? 0), 45_000)
      yield* clock.advance("44999 millis")
      assert.strictEqual(Duration.toMillis((yield* Effect.flip(admit(key))).retryAfter ?? 0), 1_000)
      yield* clock.advance("1 millis")
      yield* admit(key)
      assert.strictEqual(Duration.toMillis((yield* Effect.flip(admit(key))).retryAfter ?? 0), 2_000)
    }).pipe(limited({ requests: 10, window: Duration.minutes(1) })))

  it.effect("counts each resource, address and client id alone", () =>
    Effect.gen(function*() {
      const { admit } = yield* TokenRateLimit
      const keys = [
        key,
        { ...key, resource: "/api/oauth/revoke" },
        { ...key, ip: "127.0.0.2" },
        { ...key, clientId: "b" },
        { ...key, ip: "1", clientId: "2,3" },
        { ...key, ip: "1,2", clientId: "3" }
      ]
      for (const each of keys) yield* admit(each)
      for (const each of keys) assert.instanceOf(yield* Effect.flip(admit(each)), RateLimited)
    }).pipe(limited({ requests: 1, window: Duration.seconds(2) })))

  it.effect("names a window that is no whole minute in seconds", () =>
    Effect.gen(function*() {
      const { admit } = yield* TokenRateLimit
      yield* admit(key)
      const { description } = yield* Effect.flip(admit(key))
      assert.strictEqual(description, "Resource /api/oauth/token is limited to 1 requests every 90 seconds.")
    }).pipe(limited({ requests: 1, window: Duration.seconds(90) })))

  it.effect("admits everything without a limit", () =>
    Effect.gen(function*() {
      const { admit } = yield* TokenRateLimit
      for (let count = 0; count < 1_000; count++) yield* admit(key)
    }).pipe(limited(undefined)))

  it.effect("forgets what happened after the time to which the clock was moved back", () =>
    Effect.gen(function*() {
      const { admit } = yield* TokenRateLimit
      const clock = yield* VirtualClock
      yield* clock.set(1_000_000)
      yield* admit(key)
      yield* clock.set(1_000)
      yield* admit(key)
      assert.strictEqual(Duration.toSeconds((yield* Effect.flip(admit(key))).retryAfter ?? 0), 2)
    }).pipe(limited({ requests: 1, window: Duration.seconds(2) })))

  it.effect.prop(
    "decides as a list of all admissions would, for every client",
    {
      requests: between(1, 4),
      seconds: between(1, 3),
      steps: Schema.Array(Schema.Struct({ wait: between(0, 1_500), clientId: Schema.Literals(["a", "b"]) }))
    },
    ({ requests, seconds, steps }) =>
      Effect.gen(function*() {
        const { admit } = yield* TokenRateLimit
        const clock = yield* VirtualClock
        const window = seconds * 1000
        const admitted: Array<{ readonly at: number; readonly clientId: string }> = []
        for (const { clientId, wait } of steps) {
          yield* clock.advance(wait)
          const now = yield* clock.now
          const inWindow = admitted.filter((entry) => entry.clientId === clientId && now - entry.at < window)
          const result = yield* Effect.result(admit({ ...key, clientId }))
          assert.strictEqual(Result.isSuccess(result), inWindow.length < requests)
          if (Result.isSuccess(result)) {
            admitted.push({ at: now, clientId })
            continue
          }
          const wantedWait = (inWindow[0]?.at ?? 0) + window - now
          const retryAfter = Duration.toMillis(result.failure.retryAfter ?? 0)
          assert.strictEqual(retryAfter, Math.ceil(wantedWait / 1000) * 1000)
          assert.isAtLeast(retryAfter, 1000)
        }
      }).pipe(limited({ requests, window: Duration.seconds(seconds) })),
    { arbitrary: { runs: 300 } }
  )

  it.effect.prop(
    "admits a client that waits as long as it is told",
    { requests: between(1, 10), seconds: between(1, 60), waits: Schema.Array(between(0, 20_000)) },
    ({ requests, seconds, waits }) =>
      Effect.gen(function*() {
        const { admit } = yield* TokenRateLimit
        const clock = yield* VirtualClock
        for (const wait of waits) {
          yield* clock.advance(wait)
          yield* admit(key).pipe(
            Effect.catch(({ retryAfter = 0 }) => Effect.andThen(clock.advance(retryAfter), admit(key)))
          )
        }
      }).pipe(limited({ requests, window: Duration.seconds(seconds) })),
    { arbitrary: { runs: 300 } }
  )
})

describe("parse", () => {
  it.each([
    ["10/1m", { requests: 10, window: Duration.minutes(1) }],
    ["10/2s", { requests: 10, window: Duration.seconds(2) }],
    ["1/3h", { requests: 1, window: Duration.hours(3) }],
    ["off", undefined]
  ])("reads %s", (text, expected) => {
    assert.deepStrictEqual(Result.getOrThrow(parse(text)), expected)
  })

  it.each(["", "10", "0/1m", "10/0s", "-1/1m", "10/1", "10/1d", "1.5/1m", "10/1m ", "OFF"])("refuses %j", (text) => {
    const error = Result.getOrThrow(Result.flip(parse(text)))
    assert.strictEqual(error.option, "tokenRateLimit")
    assert.include(error.message, "10/1m")
    assert.include(error.message, JSON.stringify(text))
  })
})
