/** Who is in an app: its users and their sessions, as tests look at them. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { AnonymousUsers } from "./AnonymousUsers.ts"
import type { App } from "./Apps.ts"
import { Database } from "./Database.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** A user as the control plane shows it. */
export const KnownUser = Schema.Struct({
  id: Schema.String,
  type: Schema.String,
  disabled: Schema.Boolean,
  data: Schema.JsonObject,
  /** The types of the providers that the user logs in with. */
  providers: Schema.Array(Schema.String),
  /** The devices that are registered for push notifications. */
  pushRegistrations: Schema.Array(
    Schema.Struct({ deviceId: Schema.String, service: Schema.String, registrationToken: Schema.String })
  )
})
export type KnownUser = typeof KnownUser.Type

/** A session. Times are in milliseconds since 1970; `revokedAt` is `null` while it lasts. */
export const Held = Schema.Struct({
  id: Schema.String,
  userId: Schema.String,
  deviceId: Schema.String,
  expiresAt: Schema.Finite,
  revokedAt: Schema.NullOr(Schema.Finite)
})
export type Held = typeof Held.Type

const Row = Schema.Struct({
  ...KnownUser.fields,
  disabled: Schema.BooleanFromBit,
  data: Schema.fromJsonString(Schema.JsonObject),
  providers: Schema.fromJsonString(KnownUser.fields.providers),
  pushRegistrations: Schema.fromJsonString(KnownUser.fields.pushRegistrations)
})

const selectUsers = `
  SELECT *, (SELECT json_group_array(providerType) FROM identities WHERE userId = users.id) AS providers,
    (SELECT json_group_array(json_object('deviceId', deviceId, 'service', service, 'registrationToken', token))
      FROM pushRegistrations WHERE userId = users.id) AS pushRegistrations
  FROM users WHERE domainId = :domainId ORDER BY rowid`

export class Population extends Context.Service<Population, {
  /** The oldest first. */
  readonly users: (app: App) => Effect.Effect<ReadonlyArray<KnownUser>>
  readonly sessions: (app: App) => Effect.Effect<ReadonlyArray<Held>>
  /** False when the app has no such user. */
  readonly deleteUser: (app: App, userId: string) => Effect.Effect<boolean>
  /** False when the app has no such session, or it has ended. */
  readonly revokeSession: (app: App, sessionId: string) => Effect.Effect<boolean>
}>()("@atlas-bearer/emulator/Population") {
  static readonly layer = Layer.effect(
    Population,
    Effect.gen(function*() {
      const { expire } = yield* AnonymousUsers
      const clock = yield* VirtualClock
      const database = yield* Database
      return Population.of({
        users: ({ domainId }) => Effect.andThen(expire(domainId), database.all(Row, selectUsers, { domainId })),
        sessions: ({ domainId }) =>
          Effect.andThen(
            expire(domainId),
            database.all(Held, "SELECT * FROM sessions WHERE domainId = :domainId ORDER BY rowid", { domainId })
          ),
        deleteUser: ({ domainId }, userId) =>
          Effect.map(
            database.run("DELETE FROM users WHERE id = :userId AND domainId = :domainId", { userId, domainId }),
            ({ changes }) => changes > 0
          ),
        revokeSession: Effect.fnUntraced(function*({ domainId }, sessionId) {
          const { changes } = yield* database.run(
            "UPDATE sessions SET revokedAt = :now WHERE id = :sessionId AND domainId = :domainId AND revokedAt IS NULL",
            { sessionId, domainId, now: Math.floor(yield* clock.nowIn(domainId)) }
          )
          return changes > 0
        })
      })
    })
  )
}
