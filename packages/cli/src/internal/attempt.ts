/** A Promise of the client as an effect: the errors are its own, and interruption is its signal. */
import * as Effect from "effect/Effect"
import * as statusLine from "./statusLine.ts"

/** What it waited for is over with it, and nothing is written into the line that told so. */
export const attempt = <A>(run: (signal: AbortSignal) => A | Promise<A>): Effect.Effect<A, unknown> =>
  Effect.tryPromise({ try: async (signal) => run(signal), catch: (error) => error }).pipe(
    Effect.ensuring(statusLine.erase)
  )
