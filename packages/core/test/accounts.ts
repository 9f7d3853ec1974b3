/** Service accounts of one token server. */
import { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import * as ServiceAccount from "@atlas-bearer/core/ServiceAccount"
import { unscheduled } from "@atlas-bearer/core/testing/unscheduled"
import * as TokenKey from "@atlas-bearer/core/TokenKey"
import type { TokenStore } from "@atlas-bearer/core/TokenStore"
import { Effect, Layer, Redacted } from "effect"
import type { tokenServer } from "./tokenServer.ts"

export const origin = "https://cloud.test"
export const clientId = "mdb_sa_id_1"
/** Under which the token is stored. */
export const key = TokenKey.serviceAccount(origin, clientId)
export const valueOf = Effect.map(Redacted.value<string>)

export const start = (server: ReturnType<typeof tokenServer>, options: {
  readonly secrets?: () => readonly [string, ...Array<string>]
  readonly store?: TokenStore["Service"]
} = {}) => {
  const { secrets = () => ["s1"] } = options
  const clientSecrets = Effect.sync(() => {
    const [first, ...others] = secrets()
    return [Redacted.make(first), ...others.map((secret) => Redacted.make(secret))] as const
  })
  return ServiceAccount.make({ origin, clientId, clientSecrets, store: options.store }).pipe(
    Effect.provide(
      Layer.effect(OAuthClient, OAuthClient.make({ baseUrl: new URL(origin) })).pipe(
        Layer.provide([server.layer, unscheduled])
      )
    )
  )
}
