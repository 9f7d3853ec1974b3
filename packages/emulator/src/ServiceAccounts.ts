/** The service accounts of Cloud Manager and Atlas. */
import { InvalidClient } from "@atlas-bearer/core/OAuthError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Database } from "./Database.ts"
import type { BasicCredentials } from "./OAuthOptions.ts"
import { ServiceAccountSecrets } from "./ServiceAccountSecrets.ts"
import type { Account } from "./ServiceAccountTokens.ts"

/** What a service account shows to have a token. */
export interface Credentials {
  readonly clientId: string
  readonly clientSecret: Redacted.Redacted
}

const StoredAccount = Schema.Struct({ clientId: Schema.String })

/** A part of Basic credentials without its form-encoding, or as it is when it has none. */
export const unencoded = (text: string): string =>
  Result.getOrElse(Result.try(() => decodeURIComponent(text.replaceAll("+", " "))), () => text)

/** RFC 6749 section 2.3.1 wants both parts form-encoded in the Basic credentials; only some clients do it. */
const formDecoded = ({ clientId, clientSecret }: Credentials): Credentials => ({
  clientId: unencoded(clientId),
  clientSecret: Redacted.make(unencoded(Redacted.value(clientSecret)))
})

export class ServiceAccounts extends Context.Service<ServiceAccounts, {
  readonly create: (credentials: Credentials) => Effect.Effect<void>
  readonly exists: (clientId: string) => Effect.Effect<boolean>
  /** Whom Basic credentials name, as `basicCredentials` says: one client, however its id is written. */
  readonly named: (clientId: string) => string
  /** Takes both parts as `basicCredentials` says. An unknown account and a wrong secret are one answer at one speed. */
  readonly authenticate: (credentials: Credentials) => Effect.Effect<Account, InvalidClient>
}>()("@atlas-bearer/emulator/ServiceAccounts") {
  /** Credentials are read either way unless said. */
  static readonly layer = (basicCredentials: BasicCredentials = "both") =>
    Layer.effect(
      ServiceAccounts,
      Effect.gen(function*() {
        const database = yield* Database
        const secrets = yield* ServiceAccountSecrets
        const find = ({ clientId, clientSecret }: Credentials) =>
          Effect.map(secrets.verify(clientId, clientSecret), (isRight) => isRight ? { clientId } : undefined)

        return ServiceAccounts.of({
          create: Effect.fn("ServiceAccounts.create")(function*({ clientId, clientSecret }) {
            yield* database.insert("serviceAccounts", { clientId })
            yield* secrets.add(clientId, clientSecret)
          }, database.transaction),
          exists: (clientId) =>
            Effect.map(
              database.get(StoredAccount, "SELECT * FROM serviceAccounts WHERE clientId = :clientId", { clientId }),
              Option.isSome
            ),
          named: (clientId) => basicCredentials === "raw" ? clientId : unencoded(clientId),
          authenticate: Effect.fnUntraced(function*(credentials) {
            const raw = basicCredentials === "encoded" ? undefined : yield* find(credentials)
            if (raw !== undefined) return raw
            const decoded = basicCredentials === "raw" ? undefined : yield* find(formDecoded(credentials))
            return decoded ?? (yield* new InvalidClient({ description: "Invalid credentials provided." }))
          })
        })
      })
    )
}
