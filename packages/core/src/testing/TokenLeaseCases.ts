/** At most one holder at a time, and nobody waits for one who is gone. */
import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import { type Lease, TokenStore, type TokenStoreError } from "../TokenStore.ts"
import { expect, make, record, type TokenStoreCase } from "./TokenStoreCase.ts"

const long = "60 seconds"
const short = "300 millis"

const held = <A>(value: A): Lease<A> => ({ _tag: "Held", value })
const waited: Lease<never> = { _tag: "Waited" }

/** Somebody who has the lease for sure by now, and does what `work` says. */
const holder = Effect.fnUntraced(function*<A>(key: string, ttl: Duration.Input, work: Effect.Effect<A>) {
  const begun = yield* Deferred.make<void>()
  const asked = TokenStore.use((store) =>
    store.withLease(key, ttl, Effect.andThen(Deferred.succeed(begun, undefined), work))
  )
  const fiber = yield* Effect.forkChild(asked)
  yield* Effect.raceFirst(Deferred.await(begun), Fiber.join(fiber))
  return fiber
})

/** Asks until it has the lease, as somebody does who never finds anything in the store. */
const insist = <A>(key: string, effect: Effect.Effect<A>): Effect.Effect<A, TokenStoreError, TokenStore> =>
  Effect.flatMap(
    TokenStore.use((store) => store.withLease(key, long, effect)),
    (lease) => lease._tag === "Held" ? Effect.succeed(lease.value) : insist(key, effect)
  )

/** How a lease is taken, waited for and lost. */
export const leaseCases: ReadonlyArray<TokenStoreCase> = [
  make(
    "executes what the holder of a free lease wants, and hands on how it ends",
    (store, key) =>
      Effect.gen(function*() {
        yield* expect("the value", yield* store.withLease(key, long, Effect.succeed(1)), held(1))
        const failing = store.withLease(key, long, Effect.fail("failed"))
        const failure = yield* Effect.match(failing, { onFailure: (error) => error, onSuccess: () => "no failure" })
        yield* expect("the failure", failure, "failed")
        yield* expect("a free lease after it", yield* store.withLease(key, long, Effect.succeed(2)), held(2))
      })
  ),

  make(
    "lets the others wait until the holder is done, and look at what is stored",
    (store, key) =>
      Effect.gen(function*() {
        const finish = yield* Deferred.make<void>()
        const first = yield* holder(key, long, Deferred.await(finish))
        const others = yield* Effect.forkChild(
          Effect.forEach([1, 2, 3], (other) => store.withLease(key, long, Effect.succeed(other)), {
            concurrency: "unbounded"
          })
        )
        yield* Effect.sleep(short)
        yield* expect("that they wait", others.pollUnsafe(), undefined)
        yield* store.set(key, record(1), 0)
        yield* Deferred.succeed(finish, undefined)
        yield* expect("that all have waited", yield* Fiber.join(others), [waited, waited, waited])
        yield* expect("what the holder stored", yield* store.get(key), Option.some(record(1)))
        yield* Fiber.join(first)
      })
  ),

  make("has one holder at a time while 50 insist, and each has its turn", (_, key) =>
    Effect.gen(function*() {
      let inside = 0
      let most = 0
      let turns = 0
      const work = Effect.gen(function*() {
        turns++
        most = Math.max(most, ++inside)
        yield* Effect.yieldNow
        yield* Effect.sleep("1 milli")
        inside--
      })
      yield* Effect.forEach(Array.from({ length: 50 }), () => insist(key, work), { concurrency: "unbounded" })
      yield* expect("one at a time", most, 1)
      yield* expect("a turn for each", turns, 50)
    })),

  make("has a lease of its own for each key", (store, key) =>
    Effect.gen(function*() {
      const first = yield* holder(key, long, Effect.never)
      yield* expect("another key to be free", yield* store.withLease(`${key}:2`, long, Effect.succeed(1)), held(1))
      yield* Fiber.interrupt(first)
    })),

  make(
    "ends the lease of an interrupted holder, and does not give it to one who stopped waiting",
    (store, key) =>
      Effect.gen(function*() {
        const first = yield* holder(key, long, Effect.never)
        const waiting = yield* Effect.forkChild(store.withLease(key, long, Effect.never))
        yield* Effect.sleep(short)
        yield* Fiber.interrupt(waiting)
        yield* Fiber.interrupt(first)
        yield* expect("the interruption", Exit.hasInterrupts(yield* Fiber.await(first)), true)
        yield* expect("a free lease", yield* store.withLease(key, long, Effect.succeed(1)), held(1))
      })
  ),

  make("ends a lease that its holder outlives, so that the others go on", (store, key) =>
    Effect.gen(function*() {
      const slow = yield* holder(key, short, Effect.never)
      yield* expect("that it expires", yield* store.withLease(key, long, Effect.succeed(1)), waited)
      yield* expect("a free lease", yield* store.withLease(key, long, Effect.succeed(1)), held(1))
      yield* Fiber.interrupt(slow)
    })),

  make(
    "refuses what a slow holder writes too late, and leaves the next holder's lease alone",
    (store, key) =>
      Effect.gen(function*() {
        const wake = yield* Deferred.make<void>()
        const late = Effect.orDie(store.set(key, record(1, "late"), 0))
        const slow = yield* holder(key, short, Effect.andThen(Deferred.await(wake), late))
        yield* expect("that it expires", yield* store.withLease(key, long, Effect.void), waited)
        const next = yield* holder(key, long, Effect.andThen(Effect.orDie(store.set(key, record(1), 0)), Effect.never))
        while (Option.isNone(yield* store.get(key))) yield* Effect.sleep("10 millis")
        yield* Deferred.succeed(wake, undefined)
        yield* expect("the late write to be refused", yield* Fiber.join(slow), held(false))
        yield* expect("the next holder's record", yield* store.get(key), Option.some(record(1)))
        const third = yield* Effect.forkChild(store.withLease(key, long, Effect.void))
        yield* Effect.sleep(short)
        yield* expect("that the next holder still has the lease", third.pollUnsafe(), undefined)
        yield* Fiber.interruptAll([third, next])
      })
  )
]
