/**
 * A service account over an OAuth client that comes with the first request: who finds the token in the store loads neither
 * endpoints nor an HTTP client. `ServiceAccount` is the same over a client that is here.
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as AccessTokens from "./AccessTokens.ts"
import * as ClientSecret from "./ClientSecret.ts"
import { parting } from "./internal/parting.ts"
import * as SharedRenewal from "./internal/SharedRenewal.ts"
import type { OAuthClient } from "./OAuthClient.ts"
import { TokenQuotaExceeded } from "./OAuthError.ts"
import * as TokenKey from "./TokenKey.ts"
import { TokenStore } from "./TokenStore.ts"

// For a token that does not tell.
const documentedLife = Duration.hours(1)

/** `origin` is that of the token endpoint. Who has another `store`, or none, has tokens of their own. */
export interface Options<E = never> {
  readonly origin: string
  readonly clientId: string
  /** Asked for every token, so that a rotated secret is seen. */
  readonly clientSecrets: Effect.Effect<ClientSecret.ClientSecrets, E>
  readonly store?: TokenStore["Service"] | undefined
}

/** The token is opaque: its life is what `expires_in` says. Who has the same `store` shares it. */
export const make = Effect.fnUntraced(function*<E = never>(
  options: Options<E> & { readonly client: Effect.Effect<OAuthClient["Service"]> }
) {
  const { client, clientId, origin, store = TokenStore.makeMemory() } = options
  const withSecret = ClientSecret.make(options.clientSecrets)
  const key = TokenKey.serviceAccount(origin, clientId)

  const issue = withSecret((clientSecret) =>
    Effect.flatMap(client, ({ issueToken }) =>
      issueToken({
        headers: { authorization: { clientId, clientSecret } },
        query: {},
        payload: { grantType: "client_credentials" }
      }))
  ).pipe(
    Effect.map(({ accessToken, expiresIn }) => {
      const life = expiresIn === undefined ? documentedLife : Duration.seconds(Math.max(0, expiresIn))
      return [{ accessToken, life }, {}] as const
    })
  )

  const { renew, stored } = SharedRenewal.make({
    store,
    key,
    obtain: () => issue,
    lifeOf: () => documentedLife,
    makesRecord: true,
    isQuota: (error) => error instanceof TokenQuotaExceeded
  })
  const tokens = yield* AccessTokens.make({ renew, renewal: options.store === undefined ? "alone" : "shared" })

  const end = (token: Redacted.Redacted) =>
    withSecret((clientSecret) =>
      Effect.flatMap(client, ({ revokeToken }) =>
        revokeToken({
          headers: { authorization: { clientId, clientSecret } },
          query: {},
          payload: { token, tokenTypeHint: "access_token" }
        }))
    )

  return {
    tokens,
    /**
     * Ends the current token before its time, also one that is only stored: nobody is given it any more, and the server is
     * told once, within 2 s. Never obtains a token in order to end it.
     */
    revoke: Effect.gen(function*() {
      const held = yield* tokens.current
      const { accessToken } = (yield* stored.read) ?? {}
      if (held !== undefined) yield* tokens.invalidate(held)
      yield* stored.remove
      const live = new Map(
        [held, accessToken].flatMap((token) => token === undefined ? [] : [[Redacted.value(token), token]])
      )
      yield* parting(Effect.forEach(live.values(), end, { discard: true, concurrency: "unbounded" }))
    })
  }
})

export type ServiceAccountTokens<E = never> = Effect.Success<ReturnType<typeof make<E>>>
