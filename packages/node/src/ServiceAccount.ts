/** A service account of Cloud Manager or Atlas, as a Promise client. */
import * as BaseUrl from "@atlas-bearer/core/BaseUrl"
import type { ClientEvent } from "@atlas-bearer/core/ClientEvent"
import { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import type { PromiseTokenStore } from "@atlas-bearer/core/PromiseTokenStore"
import * as CoreServiceAccount from "@atlas-bearer/core/ServiceAccount"
import type { CallOptions, TokenSource } from "@atlas-bearer/core/TokenSource"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import { bearerFetch, type FetchOptions } from "./internal/bearerFetch.ts"
import { type ClientSecretError, type ClientSecretOption, fromOption } from "./internal/clientSecret.ts"
import * as option from "./internal/option.ts"
import * as Runner from "./internal/Runner.ts"
import { tokenSource } from "./internal/tokenSource.ts"
import * as transport from "./internal/transport.ts"

export interface Options extends Runner.ClientOptions {
  /** `mdb_sa_id_` and 24 hexadecimal digits. */
  readonly clientId: string
  /**
   * The secret; both, in any order, while they are rotated; or a function that gives them when a token is needed, from
   * where they are kept. When the server refuses one, the other is tried.
   */
  readonly clientSecret: ClientSecretOption
  /** By default Cloud Manager and Atlas. */
  readonly baseUrl?: string | URL | undefined
  /** Allows `http:` to another machine: everybody on the way sees the secret. */
  readonly allowInsecure?: boolean | undefined
  /** The version of the Atlas Administration API that `fetch` asks for when the call does not, by default that of 2025-03-12. */
  readonly accept?: string | undefined
  /** Where the token rests, for all who share it: `FileTokenStore` for the processes of a host. By default in memory. */
  readonly store?: PromiseTokenStore | undefined
}

/** Rejects with a tagged error: match on its `_tag`. Dispose of it to close its connections. */
export interface ServiceAccount extends Required<TokenSource>, AsyncDisposable {
  /** The global `fetch` with the account's token for the base URL's origin; relative URLs are of that origin. */
  readonly fetch: (input: string | URL, options?: FetchOptions) => Promise<Response>
  /** What happens to the account's requests and tokens: waits, retries, renewals, stores that fail. */
  readonly events: AsyncIterable<ClientEvent>
  /** Ends the current access token before its time, if there is one. */
  readonly revoke: (options?: CallOptions) => Promise<void>
}

class Account extends Context.Service<Account, CoreServiceAccount.ServiceAccount<ClientSecretError>>()(
  "@atlas-bearer/node/ServiceAccount/Account"
) {}

/** Throws an `InvalidOption` that names the option. Sends nothing until a token is needed. */
export const make = (options: Options): ServiceAccount => {
  const clientId = option.text("clientId", option.object(options).clientId)
  const clientSecrets = fromOption(options.clientSecret)
  const baseUrl = option.baseUrl(options.baseUrl ?? BaseUrl.cloud, options.allowInsecure)
  const { origin } = baseUrl
  const accept = option.text("accept", options.accept ?? "application/vnd.atlas.2025-03-12+json")
  const store = option.store(options.store)
  const { connections, deadlineOf, dispose, events, run, runSync, schedule } = Runner.make(
    Layer.effect(Account, CoreServiceAccount.make({ origin, clientId, clientSecrets, store })).pipe(
      Layer.provide(OAuthClient.layer({ baseUrl })),
      Layer.provide(transport.layer)
    ),
    options
  )
  const account = runSync(Account)
  const tokens = {
    ...tokenSource(account.tokens, run),
    origin,
    isRefusal: () => true,
    schedule: schedule(clientId)
  }
  return {
    ...tokens,
    fetch: bearerFetch({
      tokens,
      connections,
      deadlineOf,
      baseUrl,
      origins: new Set([origin]),
      headers: { accept },
      isRefusal: () => true
    }),
    get events() {
      return events()
    },
    revoke: (callOptions) => run(account.revoke, callOptions),
    [Symbol.asyncDispose]: () => dispose()
  }
}
