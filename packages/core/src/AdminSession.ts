/** An administrator's session with the Admin API, by a MongoDB Cloud API key pair. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as AccessTokens from "./AccessTokens.ts"
import { AdminClient } from "./AdminClient.ts"
import * as SharedRenewal from "./internal/SharedRenewal.ts"
import * as TokenKey from "./TokenKey.ts"
import { TokenStore } from "./TokenStore.ts"

// The Admin API documents 30 minutes for every access token.
const life = Duration.minutes(30)

/**
 * Logs in when a token is first needed, renews by the refresh token, and logs in again when that has ended too. Who has the
 * same `store` shares the session.
 */
export const make = Effect.fnUntraced(function*(options: {
  readonly origin: string
  readonly publicKey: string
  readonly privateKey: Redacted.Redacted
  readonly store?: TokenStore["Service"] | undefined
}) {
  const { origin, privateKey, publicKey, store = TokenStore.makeMemory() } = options
  const client = yield* AdminClient
  const key = TokenKey.admin(origin, publicKey)

  const logIn = Effect.map(
    client.adminLogin({ payload: { publicKey, privateKey } }),
    ({ accessToken, refreshToken }) => [{ accessToken, life }, { refreshToken }] as const
  )

  const { renew } = SharedRenewal.make({
    store,
    key,
    lifeOf: () => life,
    makesRecord: true,
    obtain: ({ refreshToken }) =>
      refreshToken === undefined ?
        logIn :
        client.refreshAdminSession({ headers: { authorization: refreshToken } }).pipe(
          Effect.map(({ accessToken }) => [{ accessToken, life }, { refreshToken }] as const),
          Effect.catchTag(["InvalidSession", "TokenInvalid"], () => logIn)
        )
  })
  return yield* AccessTokens.make({ renew })
})
