/** The token store of a profile: files of their owner alone, for all processes. Tells what goes wrong with them. */
import type { PromiseTokenStore } from "@atlas-bearer/core/PromiseTokenStore"
import * as Console from "effect/Console"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import { attempt } from "./attempt.ts"
import { type Failed, other } from "./Failed.ts"
import * as folders from "./folders.ts"
import { ProfileName } from "./settings.ts"

// A client passes what the server says through a lease too; the system's errors name the call that failed.
const isOfSystem = (error: unknown) => Predicate.hasProperty(error, "syscall") && Predicate.hasProperty(error, "code")

export const open = Effect.gen(function*() {
  const directory = folders.tokens(yield* ProfileName)
  const { make, TokenFileExposed, TokenFileUnreadable } = yield* attempt(() =>
    import("@atlas-bearer/node/FileTokenStore")
  )
  const exposed = yield* Deferred.make<never, Failed>()
  let failure: string | undefined
  let warning: string | undefined

  const files = make({ path: directory, onWarning: ({ message }) => (warning ??= message) })
  const noting = <A>(result: Promise<A>) =>
    result.catch((error: unknown) => {
      if (error instanceof TokenFileExposed) {
        failure ??= error.message
        Deferred.doneUnsafe(exposed, Effect.fail(other(error.message)))
      } else if (error instanceof TokenFileUnreadable) {
        failure ??= error.message
      } else if (isOfSystem(error) && Predicate.hasProperty(error, "code")) {
        failure ??=
          `Tokens cannot be kept in ${directory} (${error.code}). Set XDG_STATE_HOME to a folder that you can write.`
      }
      throw error
    })

  const promises: PromiseTokenStore = {
    get: (key) => noting(files.get(key)),
    set: (key, record, expectedGeneration) => noting(files.set(key, record, expectedGeneration)),
    remove: (key) => noting(files.remove(key)),
    withLease: (key, ttl, run, signal) => noting(files.withLease(key, ttl, run, signal))
  }
  return {
    promises,
    /** Ends the effect as soon as it turns out that others may read the tokens. */
    guard: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.raceFirst(effect, Deferred.await(exposed)),
    /** Fails when something could not be read or written. */
    check: Effect.suspend(() => failure === undefined ? Effect.void : Effect.fail(other(failure))),
    /** Says so on stderr, and no more. */
    warn: Effect.suspend(() => {
      const told = failure ?? warning
      return told === undefined ? Effect.void : Console.error(`Warning: ${told}`)
    })
  }
})
