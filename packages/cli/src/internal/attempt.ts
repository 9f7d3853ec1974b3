/** A Promise of the client as an effect: the errors are its own, and interruption is its signal. */
import * as Effect from "effect/Effect"

export const attempt = <A>(run: (signal: AbortSignal) => A | Promise<A>): Effect.Effect<A, unknown> =>
  Effect.tryPromise({ try: async (signal) => run(signal), catch: (error) => error })
