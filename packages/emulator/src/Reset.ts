/** Takes the emulator back to its start. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { AtlasRateLimit } from "./AtlasRateLimit.ts"
import { Database } from "./Database.ts"
import { Faults } from "./Faults.ts"
import { Journal } from "./Journal.ts"
import { JsonWebKeySets } from "./JsonWebKeySets.ts"
import { Mailbox } from "./Mailbox.ts"
import { RedirectLogins } from "./RedirectLogins.ts"
import { Seed } from "./Seed.ts"
import { Snapshots } from "./Snapshots.ts"
import { TokenRateLimit } from "./TokenRateLimit.ts"
import { VirtualClock } from "./VirtualClock.ts"

export class Reset extends Context.Service<Reset, {
  /** The seed alone is there, the time is the real one, no fault is armed, journal, mailbox and limits are empty. */
  readonly run: Effect.Effect<void>
}>()("@atlas-bearer/emulator/Reset") {
  static readonly layer = Layer.effect(
    Reset,
    Effect.gen(function*() {
      const atlasRateLimit = yield* AtlasRateLimit
      const clock = yield* VirtualClock
      const database = yield* Database
      const faults = yield* Faults
      const journal = yield* Journal
      const jsonWebKeySets = yield* JsonWebKeySets
      const mailbox = yield* Mailbox
      const rateLimit = yield* TokenRateLimit
      const redirectLogins = yield* RedirectLogins
      const seed = yield* Seed
      const snapshots = yield* Snapshots
      return Reset.of({
        run: Effect.gen(function*() {
          yield* database.transaction(Effect.andThen(snapshots.wipe, Effect.orDie(seed.write)))
          yield* Effect.all([clock.reset, faults.clear, journal.clear, mailbox.clear])
          yield* Effect.all([atlasRateLimit.clear, rateLimit.clear, jsonWebKeySets.clear, redirectLogins.clear])
        })
      })
    })
  )
}
