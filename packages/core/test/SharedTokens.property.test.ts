/** Random interleavings of holders on one store: callers, refusals, outages of server and store, and time. */
import * as AccessTokens from "@atlas-bearer/core/AccessTokens"
import { TokenStore, TokenStoreError } from "@atlas-bearer/core/TokenStore"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Exit, type Fiber, Redacted, Schema } from "effect"
import { TestClock } from "effect/testing"
import * as SharedRenewal from "../src/internal/SharedRenewal.ts"

const between = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))
const who = between(0, 3)

const Step = Schema.Union([
  Schema.Struct({ do: Schema.Literal("get"), who }),
  Schema.Struct({ do: Schema.Literal("invalidate"), who }),
  Schema.Struct({ do: Schema.Literal("revoke"), who }),
  Schema.Struct({ do: Schema.Literal("wait"), seconds: between(0, 40) }),
  Schema.Struct({ do: Schema.Literal("store"), fails: Schema.Boolean })
])

const Schedule = Schema.Struct({
  steps: Schema.Array(Step).check(Schema.isMaxLength(25)),
  /** How long each request takes, less than a lease lasts, and whether it succeeds. */
  requests: Schema.Array(Schema.Struct({ seconds: between(0, 15), fails: Schema.Boolean })).check(Schema.isMaxLength(8))
})

const life = 30

const run = Effect.fnUntraced(function*(schedule: typeof Schedule.Type) {
  const seconds = Effect.map(Clock.currentTimeMillis, (millis) => millis / 1000)
  const memory = TokenStore.makeMemory()
  const issuedAt = new Map<string, number>()
  let storeFails = false
  let storeEverFailed = false
  let inFlight = 0
  let started = 0

  const orFail = <A, E, R>(operation: TokenStoreError["operation"], effect: Effect.Effect<A, E, R>) =>
    Effect.suspend((): Effect.Effect<A, E | TokenStoreError, R> =>
      storeFails ? Effect.fail(new TokenStoreError({ operation, cause: "down" })) : effect
    )
  const store: TokenStore["Service"] = {
    get: (key) => orFail("get", memory.get(key)),
    set: (key, record, expected) => orFail("set", memory.set(key, record, expected)),
    remove: (key) => orFail("remove", memory.remove(key)),
    withLease: (key, ttl, effect) => orFail("withLease", memory.withLease(key, ttl, effect))
  }

  const ask = Effect.gen(function*() {
    const request = schedule.requests[started % Math.max(1, schedule.requests.length)] ?? { seconds: 1, fails: false }
    const token = `t${++started}`
    inFlight++
    // Without a store nobody knows of the others.
    if (!storeEverFailed) assert.strictEqual(inFlight, 1, "two holders asked at once")
    yield* Effect.sleep(Duration.seconds(request.seconds))
    inFlight--
    if (request.fails) return yield* Effect.fail("down")
    issuedAt.set(token, yield* seconds)
    return [{ accessToken: Redacted.make(token), life: Duration.seconds(life) }, {}] as const
  })

  const makeHolder = Effect.gen(function*() {
    const { renew, stored } = SharedRenewal.make({
      store,
      key: "key",
      obtain: () => ask,
      lifeOf: () => Duration.seconds(life),
      makesRecord: true
    })
    return { stored, tokens: yield* AccessTokens.make({ renew }), refused: new Set<string>() }
  })
  const holders = yield* Effect.all([makeHolder, makeHolder, makeHolder, makeHolder])

  const checked = (holder: Effect.Success<typeof makeHolder>) =>
    Effect.gen(function*() {
      const refusedBefore = new Set(holder.refused)
      const token = Redacted.value(yield* holder.tokens.get)
      assert.isFalse(refusedBefore.has(token), `${token} was refused before it was asked for`)
      const left = (issuedAt.get(token) ?? 0) + life - (yield* seconds)
      assert.isAtLeast(left, 1, `${token} lives ${left} s more`)
    })

  const callers: Array<Fiber.Fiber<void, unknown>> = []
  for (const step of schedule.steps) {
    if (step.do === "wait") yield* TestClock.adjust(Duration.seconds(step.seconds))
    if (step.do === "store") {
      storeFails = step.fails
      storeEverFailed ||= step.fails
    }
    if (step.do === "wait" || step.do === "store") continue
    const holder = holders[step.who]
    if (holder === undefined) continue
    if (step.do === "get") callers.push(yield* Effect.forkChild(checked(holder)))
    if (step.do === "revoke") yield* holder.stored.remove
    if (step.do === "invalidate") {
      const current = yield* holder.tokens.current
      if (current === undefined) continue
      holder.refused.add(Redacted.value(current))
      yield* holder.tokens.invalidate(current)
    }
  }
  // Long enough for every request of every holder, one after the other.
  for (let minute = 0; minute < 4; minute++) yield* TestClock.adjust("1 minute")
  for (const caller of callers) {
    const exit = caller.pollUnsafe()
    assert.isDefined(exit, "a caller never settled")
    if (exit !== undefined && Exit.isFailure(exit)) assert.isFalse(Exit.hasDies(exit), String(exit))
  }
})

describe("Holders on one store, interleaved at random", () => {
  it.effect.prop(
    "one of them asks at a time, every caller settles, and nobody is given a token that it knows to be refused",
    { schedule: Schedule },
    ({ schedule }) => run(schedule),
    { timeout: 120_000, arbitrary: { runs: Number(process.env["SCHEDULES"] ?? 2000) } }
  )
})
