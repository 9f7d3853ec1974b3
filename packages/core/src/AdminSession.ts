/** An administrator's session with the Admin API, by a MongoDB Cloud API key pair. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import * as AccessTokens from "./AccessTokens.ts"
import { AdminClient } from "./AdminClient.ts"

// The Admin API documents 30 minutes for every access token.
const life = Duration.minutes(30)

/** Logs in when a token is first needed, renews by the refresh token, and logs in again when that has ended too. */
export const make = Effect.fnUntraced(function*(options: {
  readonly publicKey: string
  readonly privateKey: Redacted.Redacted
}) {
  const client = yield* AdminClient
  const refreshToken = yield* Ref.make<Redacted.Redacted | undefined>(undefined)

  const logIn = Effect.gen(function*() {
    const session = yield* client.adminLogin({ payload: options })
    yield* Ref.set(refreshToken, session.refreshToken)
    return session.accessToken
  })

  const refresh = (authorization: Redacted.Redacted) =>
    client.refreshAdminSession({ headers: { authorization } }).pipe(
      Effect.map((reply) => reply.accessToken),
      Effect.catchTag(["InvalidSession", "TokenInvalid"], () => logIn)
    )

  return yield* AccessTokens.make({
    renew: Ref.get(refreshToken).pipe(
      Effect.flatMap((token) => token === undefined ? logIn : refresh(token)),
      Effect.map((accessToken) => ({ accessToken, life }))
    )
  })
})
