/** A service account of Cloud Manager or Atlas: its access token, obtained with client credentials. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as AccessTokens from "./AccessTokens.ts"
import { OAuthClient } from "./OAuthClient.ts"

// Seconds, for a token that does not tell.
const documentedLife = 3600

/** The token is opaque: its life is what `expires_in` says. */
export const make = Effect.fnUntraced(function*(options: {
  readonly clientId: string
  readonly clientSecret: Redacted.Redacted
}) {
  const client = yield* OAuthClient
  const headers = { authorization: options }
  const tokens = yield* AccessTokens.make({
    renew: Effect.map(
      client.issueToken({ headers, query: {}, payload: { grantType: "client_credentials" } }),
      ({ accessToken, expiresIn = documentedLife }) => ({
        accessToken,
        life: Duration.seconds(Math.max(0, expiresIn))
      })
    )
  })
  return {
    tokens,
    /** Ends the current token before its time. Never obtains one in order to end it. */
    revoke: Effect.gen(function*() {
      const token = yield* tokens.current
      if (token === undefined) return
      yield* tokens.invalidate(token)
      yield* client.revokeToken({ headers, query: {}, payload: { token, tokenTypeHint: "access_token" } })
    })
  }
})

export type ServiceAccount = Effect.Success<ReturnType<typeof make>>
