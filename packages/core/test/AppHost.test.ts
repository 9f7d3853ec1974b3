import * as AppHost from "@atlas-bearer/core/AppHost"
import { Sender } from "@atlas-bearer/core/Sender"
import { SendOptions } from "@atlas-bearer/core/SendOptions"
import { stubHttpClient } from "@atlas-bearer/core/testing/stubHttpClient"
import { unscheduled } from "@atlas-bearer/core/testing/unscheduled"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Layer } from "effect"
import { HttpClient } from "effect/http"
import { settle } from "./passing.ts"
import { ended } from "./sending.ts"

const location = (hostname: string) =>
  Response.json({ deployment_model: "LOCAL", location: "US-VA", hostname, ws_hostname: "wss://ws.test" })

const options = { clientAppId: "myapp-abcde", baseUrl: new URL("https://realm.mongodb.com") }
const regional = "https://us-east-1.aws.realm.mongodb.com"

describe("AppHost", () => {
  it.effect("asks for the location once for concurrent callers", () => {
    const stub = stubHttpClient(location(regional))
    return Effect.gen(function*() {
      const host = yield* AppHost.make(options)
      const hosts = yield* Effect.all([host, host, host], { concurrency: "unbounded" })
      assert.deepStrictEqual(hosts.map(({ url }) => url.origin), [regional, regional, regional])
      assert.strictEqual(stub.requests.length, 1)
      assert.strictEqual(stub.requests[0]?.url, "https://realm.mongodb.com/api/client/v2.0/app/myapp-abcde/location")
    }).pipe(Effect.provide([unscheduled, stub.layer]))
  })

  it.effect("asks again after a failure", () => {
    const stub = stubHttpClient(new Response("", { status: 502 }), location(regional))
    return Effect.gen(function*() {
      const host = yield* AppHost.make(options)
      assert.propertyVal(yield* Effect.flip(host), "_tag", "UnexpectedReply")
      assert.strictEqual((yield* host).url.origin, regional)
    }).pipe(Effect.provide([unscheduled, stub.layer]))
  })

  it.effect("goes by the limits of each caller, who asks or waits", () =>
    Effect.gen(function*() {
      const host = yield* AppHost.make(options)
      const short = Effect.provideService(host, SendOptions, {
        deadline: Duration.seconds(5),
        maxRetryAfter: Duration.seconds(60),
        retries: 3
      })
      const asking = yield* ended(short)
      const patient = yield* Effect.forkChild(host)
      yield* settle
      const waiting = yield* ended(short)
      yield* Fiber.interrupt(patient)
      for (const { error, took } of [asking, waiting]) {
        assert.strictEqual(took, 5000)
        assert.propertyVal(error, "_tag", "DeadlineExceeded")
      }
    }).pipe(
      Effect.provide([Sender.layer, Layer.succeed(HttpClient.HttpClient, HttpClient.make(() => Effect.never))])
    ))

  it.effect("sends what follows to the host of the location", () => {
    const stub = stubHttpClient(location(regional), Response.json({ access_token: "a", refresh_token: "r" }))
    return Effect.gen(function*() {
      const { client } = yield* Effect.flatten(AppHost.make(options))
      yield* client.loginAnonymous({ params: { clientAppId: "myapp-abcde" }, query: {}, headers: {}, payload: {} })
      assert.isTrue(stub.requests[1]?.url.startsWith(`${regional}/api/client/v2.0/app/myapp-abcde/auth/providers/`))
    }).pipe(Effect.provide([unscheduled, stub.layer]))
  })

  it.effect.each([
    "https://evil.example",
    "https://evilmongodb.com",
    "https://mongodb.com.evil.example",
    "http://realm.mongodb.com",
    "not a URL"
  ])("trusts no location that names %s", (hostname) => {
    const stub = stubHttpClient(location(hostname))
    return Effect.gen(function*() {
      const host = yield* AppHost.make(options)
      assert.include(yield* Effect.flip(host), { _tag: "UntrustedHost", hostname })
    }).pipe(Effect.provide([unscheduled, stub.layer]))
  })

  it.effect.each([
    { origin: "https://auth.example.com", more: { origins: ["https://auth.example.com"] } },
    { origin: "http://192.0.2.2:9090", more: { baseUrl: new URL("http://192.0.2.2:9090") } }
  ])("trusts an origin that is allowed, and the base URL's own: $origin", ({ more, origin }) => {
    const stub = stubHttpClient(location(origin))
    return Effect.gen(function*() {
      const { url } = yield* Effect.flatten(AppHost.make({ ...options, ...more }))
      assert.strictEqual(url.origin, origin)
    }).pipe(Effect.provide([unscheduled, stub.layer]))
  })
})
