/** A service account of Cloud Manager or Atlas: its access token, obtained with client credentials. */
import * as Effect from "effect/Effect"
import { OAuthClient } from "./OAuthClient.ts"
import * as ServiceAccountTokens from "./ServiceAccountTokens.ts"

/** The token is opaque: its life is what `expires_in` says. Who has the same `store` shares it. */
export const make = <E = never>(
  options: ServiceAccountTokens.Options<E>
): Effect.Effect<ServiceAccountTokens.ServiceAccountTokens<E>, never, OAuthClient> =>
  OAuthClient.use((client) => ServiceAccountTokens.make({ ...options, client: Effect.succeed(client) }))

export type ServiceAccount<E = never> = ServiceAccountTokens.ServiceAccountTokens<E>
