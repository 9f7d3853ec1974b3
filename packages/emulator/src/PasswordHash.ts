/** How passwords rest in the database: argon2id in PHC string form. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import { timingSafeEqual } from "node:crypto"
import * as KeyDerivation from "./KeyDerivation.ts"

/** Too many passwords wait to be hashed. Try again in a second. */
export class Overloaded extends Schema.TaggedError<Overloaded>()("Overloaded", {}) {
  override get message() {
    return "Too many logins at once. Try again in a second."
  }
}

const running = 4
const waiting = 64

/** Hashes 4 passwords at a time, so that a flood of logins leaves threads for the rest. */
export class PasswordHash extends Context.Service<PasswordHash, {
  readonly hash: (password: Redacted.Redacted) => Effect.Effect<string, Overloaded>
  /** Without a stored hash a decoy is verified: the answer is no, and takes as long as any other. */
  readonly verify: (password: Redacted.Redacted, stored: string | undefined) => Effect.Effect<boolean, Overloaded>
}>()("@atlas-bearer/emulator/PasswordHash") {
  static readonly layer = Layer.effect(
    PasswordHash,
    Effect.gen(function*() {
      const admission = yield* Semaphore.make(running + waiting)
      const threads = yield* Semaphore.make(running)

      // A thread cannot be stopped, so its permit must not be given back early.
      const derive = (password: Redacted.Redacted, parameters: string) =>
        KeyDerivation.derive(password, parameters).pipe(
          Effect.uninterruptible,
          threads.withPermit,
          admission.withPermitsIfAvailable(1),
          Effect.flatMap(Option.match({
            onNone: () => Effect.fail(new Overloaded()),
            onSome: Effect.succeed
          }))
        )

      const hash = Effect.fn("PasswordHash.hash")(function*(password: Redacted.Redacted) {
        const parameters = yield* KeyDerivation.parameters
        return `${parameters}$${yield* derive(password, parameters)}`
      })

      // Without a key: to derive one takes the time, and nothing is compared with it.
      const decoy = `${yield* KeyDerivation.parameters}$`

      return PasswordHash.of({
        hash,
        verify: Effect.fn("PasswordHash.verify")(function*(password, stored) {
          const phc = stored ?? decoy
          const end = phc.lastIndexOf("$")
          const expected = Buffer.from(phc.slice(end + 1))
          const actual = Buffer.from(yield* derive(password, phc.slice(0, end)))
          return stored !== undefined && actual.length === expected.length && timingSafeEqual(actual, expected)
        })
      })
    })
  )
}
