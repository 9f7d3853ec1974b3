/** Finds the host that serves an app, and gives the client for it. */
import * as Cache from "effect/Cache"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { AppServicesClient } from "./AppServicesClient.ts"
import * as BaseUrl from "./BaseUrl.ts"
import * as Deadline from "./Deadline.ts"
import { SendOptions } from "./SendOptions.ts"

/** The server named a host that no token may be sent to. Add its origin to `origins` if you trust it. */
export class UntrustedHost extends Schema.TaggedError<UntrustedHost>()("UntrustedHost", {
  hostname: Schema.String
}) {
  override get message() {
    return `The app's location names ${this.hostname}, which is not under the base URL's domain. ` +
      "If you trust it, add its origin to the option origins."
  }
}

/** Which app, and where it may be served. */
export interface Options {
  readonly clientAppId: string
  readonly baseUrl: URL
  /** Origins that may serve the app although they are not under the base URL's domain. */
  readonly origins?: ReadonlyArray<string> | undefined
}

const trusted = (hostname: string, { baseUrl, origins = [] }: Options) => {
  const url = URL.parse(hostname)
  return url !== null && (BaseUrl.isTrusted(url, baseUrl) || (BaseUrl.isSecure(url) && origins.includes(url.origin)))
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
 * The base URL that serves the app and the client for it. The location is asked for once, for all who wait for it, and again
 * after a failure. Nobody waits longer than the own deadline.
 */
export const make = Effect.fnUntraced(function*(options: Options) {
  const context = yield* Effect.context<Effect.Services<ReturnType<typeof AppServicesClient.make>>>()
  const discover = Effect.gen(function*() {
    const client = yield* AppServicesClient.make({ baseUrl: options.baseUrl })
    const { hostname } = yield* client.getLocation({ params: { clientAppId: options.clientAppId } })
    const url = yield* trusted(hostname, options)
    found = { url, client: yield* AppServicesClient.make({ baseUrl: url }) }
    return found
  })

  let found: Host | undefined
  // Whoever waits longer than others, or tries more often, does not share their question.
  const questions = yield* Cache.make({
    lookup: (limits: SendOptions): Effect.Effect<Host, HostError> =>
      Effect.provideContext(Deadline.apart(Effect.provideService(discover, SendOptions, limits)), context),
    capacity: Infinity,
    timeToLive: Duration.zero
  })
  const ask = Effect.flatMap(SendOptions, (limits) => Cache.get(questions, limits))
  return Effect.suspend((): Effect.Effect<Host, HostError> =>
    found === undefined ? Deadline.within(() => ask) : Effect.succeed(found)
  )
})
