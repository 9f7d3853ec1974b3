/** Writes what an emulator starts with (`DefaultSeed.ts`, `SeedData.ts`). */
import type { BadRequest } from "@atlas-bearer/core/ClientError"
import type { AccountNameInUse } from "@atlas-bearer/core/EmailPasswordError"
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
import type { Overloaded } from "./PasswordHash.ts"
import type { SeedData } from "./SeedData.ts"
import { ServiceAccounts } from "./ServiceAccounts.ts"
import { type AppNameInUse, Tenants } from "./Tenants.ts"
import { Users } from "./Users.ts"

type Adding = Effect.Effect<void, AppNameInUse | AccountNameInUse | BadRequest | Overloaded>

const isUsed = "SELECT 1 FROM apps UNION SELECT 1 FROM serviceAccounts"

export class Seed extends Context.Service<Seed, {
  /** Fills an empty database; of any other it changes the `settings` alone, and adds of `given` what is not there. */
  readonly write: Adding
  /** All of it that is not there by its name, or nothing when it fails. */
  readonly add: (data: SeedData) => Adding
}>()("@atlas-bearer/emulator/Seed") {
  /** What `given` names stands in for what the default seed has of this name. */
  static readonly layer = (settings: Settings = {}, given: SeedData = {}) =>
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

        const hasApp = (clientAppId: string) =>
          Effect.map(Effect.option(apps.byClientAppId(clientAppId)), Option.isSome)
        const isDefault = ({ clientAppId, id }: { readonly clientAppId: string; readonly id?: string | undefined }) =>
          clientAppId === DefaultSeed.app.clientAppId || id === DefaultSeed.app.id

        const add = Effect.fn("Seed.add")(function*(data: SeedData) {
          for (const app of data.apps ?? []) {
            if (!(yield* hasApp(app.clientAppId))) yield* tenants.create(app)
          }
          for (const account of data.serviceAccounts ?? []) {
            if (!(yield* serviceAccounts.exists(account.clientId))) yield* serviceAccounts.create(account)
          }
          for (const { privateKey, publicKey } of data.administrators ?? []) {
            if (!(yield* administrators.exists(publicKey))) yield* administrators.create(publicKey, privateKey)
          }
        }, database.transaction)

        const defaultApp = Effect.gen(function*() {
          const { customToken, serverApiKey, user } = DefaultSeed
          const serverKey = Redacted.make(serverApiKey)
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
            Effect.flatMap(
              apiKeys.isTaken(serverKey),
              (isTaken) => isTaken ? Effect.void : apiKeys.create({ app, name: "server", key: serverKey })
            ),
            Effect.andThen(
              collections.create(app, { collection: "movies", jsonSchema: movieSchema }),
              Effect.forEach(films, (film) => collections.insert(app, "movies", film))
            )
          ], { concurrency: "unbounded", discard: true })
        })
        const { administrator, serviceAccount } = DefaultSeed
        const theDefault: SeedData = {
          serviceAccounts: [{ ...serviceAccount, clientSecret: Redacted.make(serviceAccount.clientSecret) }],
          administrators: [{ ...administrator, privateKey: Redacted.make(administrator.privateKey) }]
        }

        return Seed.of({
          add,
          write: Effect.gen(function*() {
            const found = yield* database.get(Schema.Struct({}), isUsed)
            yield* add(given)
            if (Option.isNone(found)) {
              if (given.apps?.some(isDefault) !== true) yield* defaultApp
              yield* add(theDefault)
            }
            yield* apps.configure(DefaultSeed.app.clientAppId, settings)
          }).pipe(database.transaction)
        })
      })
    )
}
