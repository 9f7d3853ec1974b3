/** A service account of Cloud Manager or Atlas, as a Promise client. */
import * as BaseUrl from "@atlas-bearer/core/BaseUrl"
import type { ClientEvent } from "@atlas-bearer/core/ClientEvent"
import type { PromiseTokenStore } from "@atlas-bearer/core/PromiseTokenStore"
import type { CallOptions, TokenSource } from "@atlas-bearer/core/TokenSource"
import type { FetchOptions } from "./internal/bearerFetch.ts"
import * as ClientOptions from "./internal/ClientOptions.ts"
import { type ClientSecretOption, fromOption } from "./internal/clientSecret.ts"
import { eventsOf } from "./internal/events.ts"
import { fetchLater } from "./internal/fetchLater.ts"
import * as OnDemand from "./internal/OnDemand.ts"
import * as option from "./internal/option.ts"

/** Which service account, with which secrets, and where its token rests. */
export interface Options extends ClientOptions.ClientOptions {
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
  /**
   * Where the token rests, for all who share it: `FileTokenStore` for the processes of a host, `RedisTokenStore` of
   * `@atlas-bearer/redis` for many hosts. By default in memory.
   */
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

/** Throws an `InvalidOption` that names the option. Sends nothing until a token is needed. */
export const make = (options: Options): ServiceAccount => {
  const settings = {
    clientId: option.text("clientId", option.object(options).clientId),
    clientSecrets: fromOption(options.clientSecret),
    baseUrl: option.baseUrl(options.baseUrl ?? BaseUrl.cloud, options.allowInsecure),
    accept: option.text("accept", options.accept ?? "application/vnd.atlas.2025-03-12+json"),
    store: option.store(options.store),
    client: ClientOptions.check(options)
  }
  const account = OnDemand.make(() => import("./internal/loaded/ServiceAccount.ts"), ({ make }) => make(settings))
  const { call, made } = account
  return {
    origin: settings.baseUrl.origin,
    isRefusal: () => true,
    getAccessToken: (callOptions) => call((made) => made.getAccessToken(callOptions)),
    invalidate: (token) => call(async (made) => made.invalidate(token)),
    schedule: (request, send) => call((made) => made.schedule(request, send)),
    fetch: (input, fetchOptions) => made()?.fetch(input, fetchOptions) ?? fetchLater(call, input, fetchOptions),
    events: eventsOf(account),
    revoke: (callOptions) => call((made) => made.revoke(callOptions)),
    [Symbol.asyncDispose]: () => OnDemand.dispose(account)
  }
}
