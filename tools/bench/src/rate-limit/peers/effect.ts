/** Effect's own two ways: plain retry, and the same around a limiter that learns from replies. */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as RateLimiter from "effect/persistence/RateLimiter"
import * as Schedule from "effect/Schedule"
import { type Client, type Peer, versionOf } from "../Peer.ts"

const version = versionOf("effect")

const layer = Layer.merge(
  NodeHttpClient.layerUndici,
  RateLimiter.layer.pipe(Layer.provide(RateLimiter.layerStoreMemory))
)

const run = <E, R extends Layer.Success<typeof layer>>(
  baseUrl: string,
  client: Effect.Effect<HttpClient.HttpClient.With<E>, never, R>
): Client => {
  const runtime = ManagedRuntime.make(layer)
  const made = runtime.runPromise(client)
  const send = async (request: HttpClientRequest.HttpClientRequest) => {
    const client = await made
    const prefixed = HttpClientRequest.prependUrl(request, baseUrl)
    return runtime.runPromise(
      client.execute(prefixed).pipe(Effect.flatMap((response) => Effect.as(response.text, response.status)))
    )
  }
  return {
    get: (path) => send(HttpClientRequest.get(path)),
    post: (path) => send(HttpClientRequest.post(path).pipe(HttpClientRequest.bodyText("{}", "application/json"))),
    close: () => runtime.dispose()
  }
}

/** Without a schedule it retries at once and for ever, so there are no defaults to compare. */
const times = (times: number) => ({ times, schedule: Schedule.exponential("200 millis") })

export const effectRetry: Peer = {
  name: "effect retryTransient",
  version,
  make: (baseUrl, tries = 3) => run(baseUrl, Effect.map(HttpClient.HttpClient, HttpClient.retryTransient(times(tries))))
}

export const effectRateLimiter: Peer = {
  name: "effect withRateLimiter, retryTransient",
  version,
  make: (baseUrl) =>
    run(
      baseUrl,
      Effect.gen(function*() {
        const limiter = yield* RateLimiter.RateLimiter
        return (yield* HttpClient.HttpClient).pipe(
          // It has to start from some limit: the server's is unknown, so from one that lets every call through.
          HttpClient.withRateLimiter({ limiter, key: ({ url }) => url, limit: 1000, window: "1 second" }),
          HttpClient.retryTransient(times(3))
        )
      })
    )
}
