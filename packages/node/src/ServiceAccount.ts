/** A service account of Cloud Manager or Atlas, as a Promise client. */
import * as BaseUrl from "@atlas-bearer/core/BaseUrl"
import { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import * as CoreServiceAccount from "@atlas-bearer/core/ServiceAccount"
import type { ThrottleEvent } from "@atlas-bearer/core/ThrottleEvent"
import type { CallOptions, TokenSource } from "@atlas-bearer/core/TokenSource"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { bearerFetch, type FetchOptions } from "./internal/bearerFetch.ts"
import * as option from "./internal/option.ts"
import * as Runner from "./internal/Runner.ts"

export interface Options extends Runner.ClientOptions {
  /** `mdb_sa_id_` and 24 hexadecimal digits. */
  readonly clientId: string
  readonly clientSecret: string
  /** By default Cloud Manager and Atlas. */
  readonly baseUrl?: string | URL | undefined
  /** Allows `http:` to another machine: everybody on the way sees the secret. */
  readonly allowInsecure?: boolean | undefined
}

/** Rejects with a tagged error: match on its `_tag`. Dispose of it to close its connections. */
export interface ServiceAccount extends Required<TokenSource>, AsyncDisposable {
  /** The global `fetch` with the account's token for the base URL's origin; relative URLs are of that origin. */
  readonly fetch: (input: string | URL, options?: FetchOptions) => Promise<Response>
  /** What happens to the account's requests: waits, retries, closed and opened limits. */
  readonly events: AsyncIterable<ThrottleEvent>
  /** Ends the current access token before its time, if there is one. */
  readonly revoke: (options?: CallOptions) => Promise<void>
}

class Account extends Context.Service<Account, CoreServiceAccount.ServiceAccount>()(
  "@atlas-bearer/node/ServiceAccount/Account"
) {}

/** Throws an `InvalidOption` that names the option. Sends nothing until a token is needed. */
export const make = (options: Options): ServiceAccount => {
  const clientId = option.text("clientId", options.clientId)
  const clientSecret = option.secret("clientSecret", options.clientSecret)
  const baseUrl = option.baseUrl(options.baseUrl ?? BaseUrl.cloud, options.allowInsecure)
  const { deadlineOf, dispose, events, run, schedule } = Runner.make(
    Layer.effect(Account, CoreServiceAccount.make({ clientId, clientSecret })).pipe(
      Layer.provide(OAuthClient.layer({ baseUrl })),
      Layer.provide(NodeHttpClient.layerUndici)
    ),
    options
  )
  const tokens: Required<TokenSource> = {
    schedule: schedule(clientId),
    getAccessToken: (callOptions) =>
      run(Account.use(({ tokens }) => Effect.map(tokens.get, Redacted.value)), callOptions),
    invalidate: (token) => run(Account.use(({ tokens }) => tokens.invalidate(Redacted.make(token))))
  }
  return {
    ...tokens,
    fetch: bearerFetch({ tokens, deadlineOf, baseUrl, origins: new Set([baseUrl.origin]), isRefusal: () => true }),
    get events() {
      return events()
    },
    revoke: (callOptions) => run(Account.use((account) => account.revoke), callOptions),
    [Symbol.asyncDispose]: () => dispose()
  }
}
