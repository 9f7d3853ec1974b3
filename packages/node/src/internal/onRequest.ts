/** Loads what sends requests when something is to be sent: a token of the store needs none of it. */
import * as Effect from "effect/Effect"

/** Gives what `make` makes of the module. Whoever comes first loads it for all, and waits for it also when interrupted. */
export const onRequest = <M, A, E, R>(
  load: () => Promise<M>,
  make: (module: M) => Effect.Effect<A, E, R>
): Effect.Effect<Effect.Effect<A, E>, never, R> =>
  Effect.flatMap(Effect.context<R>(), (context) => {
    const made = Effect.flatMap(Effect.promise(load), make)
    // The first caller's limits are not everybody's.
    return Effect.updateContext<A, E, R, never>(made, () => context).pipe(Effect.uninterruptible, Effect.cached)
  })
