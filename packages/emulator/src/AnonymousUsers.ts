/**
 * Anonymous users do not last: App Services deletes them when they are 90 days old, whatever their refresh tokens say
 * (https://www.mongodb.com/docs/atlas/app-services/authentication/anonymous/). Who was linked to another account stays.
 */
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Database } from "./Database.ts"
import { VirtualClock } from "./VirtualClock.ts"

const lifeInSeconds = Duration.toSeconds(Duration.days(90))

/** Nobody knows how old the users are that an earlier version made: 0 stands for it. */
const overdue = `
  domainId = :domainId AND createdAt > 0 AND createdAt <= :latest
  AND EXISTS (SELECT 1 FROM identities WHERE userId = users.id)
  AND NOT EXISTS (SELECT 1 FROM identities WHERE userId = users.id AND providerType <> 'anon-user')`

export class AnonymousUsers extends Context.Service<AnonymousUsers, {
  /** Deletes those of an app whose time has come, with their sessions: to be done before its users are looked at. */
  readonly expire: (domainId: string) => Effect.Effect<void>
}>()("@atlas-bearer/emulator/AnonymousUsers") {
  static readonly layer = Layer.effect(
    AnonymousUsers,
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      const database = yield* Database
      return AnonymousUsers.of({
        expire: Effect.fnUntraced(function*(domainId) {
          const latest = Math.floor((yield* clock.nowIn(domainId)) / 1000) - lifeInSeconds
          // Hardly ever is there one, and a write waits for its turn.
          const found = yield* database.get(Schema.Struct({}), `SELECT 1 FROM users WHERE ${overdue}`, {
            domainId,
            latest
          })
          if (Option.isSome(found)) yield* database.run(`DELETE FROM users WHERE ${overdue}`, { domainId, latest })
        })
      })
    })
  )
}
