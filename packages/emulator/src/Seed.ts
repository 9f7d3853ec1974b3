/** Writes what an emulator starts with (`DefaultSeed.ts`). */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { Administrators } from "./Administrators.ts"
import { ApiKeys } from "./ApiKeys.ts"
import { Apps, type Settings } from "./Apps.ts"
import { Collections } from "./Collections.ts"
import { Database } from "./Database.ts"
import * as DefaultSeed from "./DefaultSeed.ts"
import { films, movieSchema } from "./films.ts"
import { ServiceAccounts } from "./ServiceAccounts.ts"
import { type NewApp, Tenants } from "./Tenants.ts"
import { Users } from "./Users.ts"

const isUsed = "SELECT 1 FROM apps UNION SELECT 1 FROM serviceAccounts"

export class Seed extends Context.Service<Seed, {
  /** Fills an empty database; of any other it changes the `settings` alone. The imported app is added if it is not there. */
  readonly write: Effect.Effect<void>
}>()("@atlas-bearer/emulator/Seed") {
  static readonly layer = (settings: Settings = {}, imported?: NewApp) =>
    Layer.effect(
      Seed,
      Effect.gen(function*() {
        const administrators = yield* Administrators
        const apiKeys = yield* ApiKeys
        const apps = yield* Apps
        const collections = yield* Collections
        const database = yield* Database
        const serviceAccounts = yield* ServiceAccounts
        const tenants = yield* Tenants
        const users = yield* Users

        const writeAll = Effect.gen(function*() {
          const { administrator, customToken, serverApiKey, serviceAccount, user } = DefaultSeed
          const app = yield* apps.create({
            ...DefaultSeed.app,
            domainId: "5dd81bbe751ac96d376b5285",
            name: "myapp",
            customToken: { ...customToken, secret: Redacted.make(customToken.secret) },
            emailPassword: { autoConfirm: true },
            authFunctionName: null
          })
          // While a thread hashes the password, the rest is written.
          yield* Effect.all([
            users.register({
              app,
              email: user.username,
              password: Redacted.make(user.password),
              confirmed: true
            }),
            apiKeys.create({ app, name: "server", key: Redacted.make(serverApiKey) }),
            administrators.create(administrator.publicKey, Redacted.make(administrator.privateKey)),
            serviceAccounts.create({
              ...serviceAccount,
              clientSecret: Redacted.make(serviceAccount.clientSecret)
            }),
            Effect.andThen(
              collections.create(app, { collection: "movies", jsonSchema: movieSchema }),
              Effect.forEach(films, (film) => collections.insert(app, "movies", film))
            )
          ], { concurrency: "unbounded", discard: true })
        })

        return Seed.of({
          write: Effect.gen(function*() {
            const found = yield* database.get(Schema.Struct({}), isUsed)
            if (Option.isNone(found)) yield* Effect.orDie(writeAll)
            yield* apps.configure(DefaultSeed.app.clientAppId, settings)
            if (imported !== undefined) {
              yield* Effect.catchTag(tenants.create(imported), "AppNameInUse", () => Effect.void).pipe(Effect.orDie)
            }
          }).pipe(database.transaction)
        })
      })
    )
}
