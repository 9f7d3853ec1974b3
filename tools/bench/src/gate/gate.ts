/** What the throttle itself costs: an open gate, many keys, and callers who leave. */
import { Throttle } from "@atlas-bearer/core/Throttle"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"

const patience = { maxRetryAfter: Duration.minutes(1), attempts: 0 }
const calls = 1_000_000
const keys = 10_000

const row = (what: string, measured: string) => console.log(`| ${what} | ${measured} |`)

/** Bytes in use, after everything that can go has gone. */
const heap = () => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

const timed = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.timed(effect), ([duration]) => Duration.toMillis(duration))

const pass = (throttle: Throttle["Service"], key: string) => throttle.pass(key, patience, (place) => place.admit({}))

/** Rounds of the open gate. Their median counts: what disturbs the machine for a moment disturbs one. */
const rounds = 9
const callsOfRound = 200_000

const openGate = Effect.fnUntraced(function*(throttle: Throttle["Service"]) {
  const loop = (one: Effect.Effect<unknown, unknown>) =>
    timed(Effect.gen(function*() {
      for (let call = 0; call < callsOfRound; call++) yield* one
    }))
  const measure = Effect.zipWith(
    loop(pass(throttle, "one key")),
    loop(Effect.suspend(() => Effect.void)),
    (gated, bare) => (gated - bare) / callsOfRound * 1000
  )
  const measured = yield* Effect.forEach(Array.from({ length: rounds }), () => measure)
  const [median = 0] = measured.toSorted((a, b) => a - b).slice(Math.floor(rounds / 2))
  row("an open gate, per call", `${median.toFixed(2)} microseconds`)
})

const manyKeys = Effect.fnUntraced(function*(throttle: Throttle["Service"]) {
  const before = heap()
  for (let call = 0; call < calls; call++) yield* pass(throttle, `key ${call % keys}`)
  const left = (yield* throttle.inspect).length
  row("a million calls through 10,000 keys", `${Math.round((heap() - before) / 1024)} KiB and ${left} keys are left`)
})

/** What keeps the process alive, once the event loop has come round. */
const resources = Effect.map(Effect.sleep("10 millis"), () => process.getActiveResourcesInfo().length)

const abortedCalls = Effect.fnUntraced(function*(throttle: Throttle["Service"]) {
  yield* throttle.learn("closed", { retryAfter: Duration.seconds(30) })
  const before = yield* resources
  const callers = yield* Effect.forEach(
    Array.from({ length: 10_000 }),
    () => Effect.forkChild(pass(throttle, "closed"))
  )
  yield* Effect.yieldNow
  const duration = yield* timed(Fiber.interruptAll(callers))
  const [state] = yield* throttle.inspect
  const timers = (yield* resources) - before
  row(
    "10,000 aborted calls",
    `${state?.waiters} waiters and ${timers} timers are left, after ${Math.round(duration)} ms`
  )
})

export const gate = async () => {
  console.log("\n# The throttle itself\n\n| what | measured |\n| --- | --- |")
  await Effect.runPromise(
    Effect.gen(function*() {
      const throttle = yield* Throttle
      yield* openGate(throttle)
      yield* manyKeys(throttle)
      yield* abortedCalls(throttle)
    }).pipe(Effect.provide(Throttle.layer))
  )
}
