/** Leases as Effects, also those of a store that was written without Effect. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Lease } from "../TokenStore.ts"

export const waited: Lease<never> = { _tag: "Waited" }

export const holding = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(effect, (value): Lease<A> => ({ _tag: "Held", value }))

/** How long a lease may take to end. */
const patience = Duration.seconds(5)

type Ask = (signal: AbortSignal) => Promise<boolean>

/** `withLease` is that of a `PromiseTokenStore`, for one key; `call` makes an Effect of what it answers. */
export const overPromises = <A, E, R, E2>(
  withLease: (run: () => Promise<void>, signal: AbortSignal) => Promise<boolean>,
  call: (ask: Ask) => Effect.Effect<boolean, E2>,
  effect: Effect.Effect<A, E, R>
): Effect.Effect<Lease<A>, E | E2, R> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.suspend(() => {
      const begun = Promise.withResolvers<boolean>()
      const done = Promise.withResolvers<void>()
      let ended: Promise<boolean> = begun.promise
      const asked = call((signal) => {
        const run = () => {
          begun.resolve(true)
          return done.promise
        }
        ended = Promise.resolve(withLease(run, signal))
        return Promise.race([begun.promise, ended])
      })
      // The result is here: that its lease could not be ended, but must expire, is no failure of it.
      const settled = Effect.raceFirst(
        Effect.interruptible(Effect.promise(() => ended.then(() => undefined, () => undefined))),
        Effect.interruptible(Effect.sleep(patience))
      )
      // Whoever leaves before the answer does not wait for it. A lease that it brings ends at once.
      const end = Effect.sync(done.resolve)
      return restore(asked).pipe(
        Effect.flatMap((isHeld) =>
          isHeld ? Effect.ensuring(restore(holding(effect)), Effect.andThen(end, settled)) : Effect.succeed(waited)
        ),
        Effect.ensuring(end)
      )
    })
  )
