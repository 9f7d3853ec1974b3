/** Finds the host that serves an app, and gives the client for it. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import { AppServicesClient } from "./AppServicesClient.ts"
import * as BaseUrl from "./BaseUrl.ts"
import * as Deadline from "./Deadline.ts"
import { Sender } from "./Sender.ts"

/** The server named a host that no token may be sent to. Add its origin to `origins` if you trust it. */
export class UntrustedHost extends Schema.TaggedError<UntrustedHost>()("UntrustedHost", {
  hostname: Schema.String
}) {
  override get message() {
    return `The app's location names ${this.hostname}, which is not https: or not under the base URL's domain. ` +
      "If you trust it, add its origin to the option origins."
  }
}

/** Which app, and where it may be served. */
export interface Options {
  readonly clientAppId: string
  readonly baseUrl: URL
  /** Origins that may serve the app although they are not under the base URL's domain, or not `https:`. */
  readonly origins?: ReadonlyArray<string> | undefined
}

const trusted = (hostname: string, { baseUrl, origins = [] }: Options) => {
  const url = URL.parse(hostname)
  // The base URL's own origin was the caller's to check, and so were those of the list.
  return url !== null && (BaseUrl.isTrusted(url, baseUrl) || [baseUrl.origin, ...origins].includes(url.origin))
    ? Effect.succeed(url)
    : Effect.fail(new UntrustedHost({ hostname }))
}

/** The base URL that serves an app, and the client for it. */
export interface Host {
  readonly url: URL
  readonly client: AppServicesClient["Service"]
}

/** Why the host is not known. */
export type HostError = UntrustedHost | Effect.Error<ReturnType<AppServicesClient["Service"]["getLocation"]>>

/**
 * The base URL that serves the app and the client for it. The location is asked for once, by the first caller and by its
 * limits, and again after a failure. Others wait for it no longer than their deadline.
 */
export const make = Effect.fnUntraced(function*(options: Options) {
  // The limits are those of each caller.
  const services = Context.pick(HttpClient.HttpClient, Sender)(yield* Effect.context<HttpClient.HttpClient | Sender>())
  const discover = Effect.gen(function*(): Effect.fn.Return<Host, HostError, HttpClient.HttpClient | Sender> {
    const client = yield* AppServicesClient.make({ baseUrl: options.baseUrl })
    const { hostname } = yield* client.getLocation({ params: { clientAppId: options.clientAppId } })
    const url = yield* trusted(hostname, options)
    return { url, client: yield* AppServicesClient.make({ baseUrl: url }) }
  }).pipe(Effect.provideContext(services))

  let found: Host | undefined
  const semaphore = yield* Semaphore.make(1)
  const find = Effect.gen(function*() {
    return found ??= yield* discover
  })
  return Effect.suspend(() =>
    found === undefined ? Deadline.within(() => semaphore.withPermit(find)) : Effect.succeed(found)
  )
})
