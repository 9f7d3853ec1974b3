/** Random interleavings of callers, interruptions, refusals, outages and time. */
import * as AccessTokens from "@atlas-bearer/core/AccessTokens"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Exit, Fiber, Redacted, Schema } from "effect"
import { TestClock } from "effect/testing"

const between = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

const Step = Schema.Union([
  Schema.Struct({ do: Schema.Literal("get") }),
  Schema.Struct({ do: Schema.Literal("interrupt"), who: between(0, 9) }),
  Schema.Struct({ do: Schema.Literal("invalidate"), which: between(0, 3) }),
  Schema.Struct({ do: Schema.Literal("wait"), seconds: between(0, 40) })
])

const Schedule = Schema.Struct({
  life: between(0, 120),
  steps: Schema.Array(Step).check(Schema.isMaxLength(25)),
  /** How long each renewal takes, and whether it succeeds. */
  renewals: Schema.Array(Schema.Struct({ seconds: between(0, 15), fails: Schema.Boolean })).check(Schema.isMaxLength(8))
})

const run = Effect.fnUntraced(function*(schedule: typeof Schedule.Type) {
  const seconds = Effect.map(Clock.currentTimeMillis, (millis) => millis / 1000)
  const issuedAt = new Map<string, number>()
  const invalidated = new Set<string>()
  let inFlight = 0
  let started = 0
  let lastFailed = false

  const renew = Effect.gen(function*() {
    const renewal = schedule.renewals[started % Math.max(1, schedule.renewals.length)] ?? { seconds: 1, fails: false }
    const token = `t${++started}`
    assert.strictEqual(++inFlight, 1, "two renewals at once")
    yield* Effect.sleep(Duration.seconds(renewal.seconds))
    inFlight--
    lastFailed = renewal.fails
    if (renewal.fails) return yield* Effect.fail("down")
    issuedAt.set(token, yield* seconds)
    return { accessToken: Redacted.make(token), life: Duration.seconds(schedule.life) }
  })

  const tokens = yield* AccessTokens.make({ renew })

  /** What a caller is given must be good, unless it cannot be renewed or was never good for long. */
  const checked = Effect.gen(function*() {
    const refusedBefore = new Set(invalidated)
    const token = Redacted.value(yield* tokens.get)
    assert.isFalse(refusedBefore.has(token), `${token} was refused before it was asked for`)
    const left = (issuedAt.get(token) ?? 0) + schedule.life - (yield* seconds)
    if (schedule.life >= 10) assert.isTrue(left >= 10 || (lastFailed && left >= 1), `${token} lives ${left} s more`)
  })

  const callers: Array<Fiber.Fiber<void, unknown>> = []
  for (const step of schedule.steps) {
    if (step.do === "get") callers.push(yield* Effect.forkChild(checked))
    if (step.do === "wait") yield* TestClock.adjust(Duration.seconds(step.seconds))
    if (step.do === "interrupt") {
      const caller = callers[step.who]
      if (caller !== undefined) yield* Fiber.interrupt(caller)
    }
    if (step.do === "invalidate") {
      const token = [...issuedAt.keys()].at(-1 - step.which)
      if (token === undefined) continue
      const current = yield* tokens.current
      if (current !== undefined && Redacted.value(current) === token) invalidated.add(token)
      yield* tokens.invalidate(Redacted.make(token))
    }
  }
  // Long enough for every renewal and every pause between two of them.
  for (let minute = 0; minute < 3; minute++) yield* TestClock.adjust("1 minute")
  for (const caller of callers) {
    const exit = caller.pollUnsafe()
    assert.isDefined(exit, "a caller never settled")
    if (exit !== undefined && Exit.isFailure(exit)) assert.isFalse(Exit.hasDies(exit), String(exit))
  }
})

describe("AccessTokens, interleaved at random", () => {
  it.effect.prop(
    "one renewal at a time, every caller settles, and nobody is given a token that is refused or about to end",
    { schedule: Schedule },
    ({ schedule }) => run(schedule),
    { timeout: 120_000, arbitrary: { runs: Number(process.env["SCHEDULES"] ?? 5000) } }
  )
})
