import { AppServicesClient } from "@atlas-bearer/core/AppServicesClient"
import { Sender } from "@atlas-bearer/core/Sender"
import { SendOptions } from "@atlas-bearer/core/SendOptions"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Fiber, Layer } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { TestClock } from "effect/testing"
import { settle } from "./passing.ts"
import { ended } from "./sending.ts"

const baseUrl = new URL("https://services.test")
const location = { deployment_model: "LOCAL", location: "US-VA", hostname: baseUrl.origin, ws_hostname: baseUrl.origin }

describe("a reply whose body is slow", () => {
  it.effect("ends with the deadline, and holds no place meanwhile", () => {
    let isSlow = true
    const server = HttpClient.make((request) =>
      Effect.sync(() =>
        HttpClientResponse.fromWeb(request, isSlow ? new Response(new ReadableStream()) : Response.json(location))
      )
    )
    return Effect.gen(function*() {
      const client = yield* AppServicesClient.make({ baseUrl })
      const call = client.getLocation({ params: { clientAppId: "myapp-abcde" } })
      const { error, took } = yield* ended(Effect.provideService(call, SendOptions, {
        deadline: Duration.seconds(5),
        maxRetryAfter: Duration.seconds(60),
        retries: 3
      }))
      assert(typeof error === "object" && error._tag === "DeadlineExceeded")
      assert.deepStrictEqual([took, error.attempts], [5000, 1])
      const fibers = yield* Effect.forkChild(Effect.all(Array.from({ length: 20 }, () => call), { concurrency: 20 }))
      yield* settle
      isSlow = false
      assert.strictEqual((yield* ended(call)).took, 0)
      yield* Fiber.interrupt(fibers)
    }).pipe(Effect.provide([Sender.layer, Layer.succeed(HttpClient.HttpClient, server)]))
  })
})

describe("a reply whose body breaks off", () => {
  const broken = () => new Response(new ReadableStream({ pull: (body) => body.error(reset) }))
  const reset = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" })
  const clientOver = (...replies: ReadonlyArray<() => Response>) => {
    let sent = 0
    const server = HttpClient.make((request) =>
      Effect.sync(() => HttpClientResponse.fromWeb(request, (replies[sent++] ?? broken)()))
    )
    const layer = Layer.merge(Sender.layer, Layer.succeed(HttpClient.HttpClient, server))
    return { sent: () => sent, layer, client: AppServicesClient.make({ baseUrl }) }
  }
  const params = { clientAppId: "myapp-abcde" }

  it.effect("is asked for again, where that is safe", () => {
    const { client, layer, sent } = clientOver(broken, broken, () => Response.json(location))
    return Effect.gen(function*() {
      const { getLocation } = yield* client
      const { value } = yield* ended(getLocation({ params }))
      assert.strictEqual(value?.hostname, baseUrl.origin)
      assert.strictEqual(sent(), 3)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is Unreachable with the system's code in the end, and at once where it is not safe", () => {
    const { client, layer, sent } = clientOver()
    return Effect.gen(function*() {
      const { getLocation, loginAnonymous } = yield* client
      const { error } = yield* ended(getLocation({ params }))
      assert.include(error, { _tag: "Unreachable", reason: "ECONNRESET" })
      assert.strictEqual(sent(), 4)
      const login = yield* ended(loginAnonymous({ params, query: {}, headers: {}, payload: {} }))
      assert.include(login.error, { _tag: "Unreachable", reason: "ECONNRESET" })
      assert.strictEqual(sent(), 5)
    }).pipe(Effect.provide(layer))
  })
})

describe("a refusal whose body is slow", () => {
  it.effect("closes the key with its header, for everybody", () =>
    Effect.gen(function*() {
      const { send } = yield* Sender
      const times: Array<number> = []
      const attempt = Effect.map(Clock.currentTimeMillis, (now) => {
        const isFirst = times.push(now) === 1
        return {
          status: isFirst ? 429 : 200,
          fields: isFirst ? { "retry-after": "5" } : {},
          text: Effect.as(Effect.sleep("3 seconds"), ""),
          value: undefined
        }
      })
      const call = send({ key: "k", origin: "https://a.test", idempotent: false }, attempt, String)
      const first = yield* Effect.forkChild(call)
      yield* TestClock.adjust("1 second")
      const second = yield* Effect.forkChild(call)
      yield* TestClock.adjust("3 seconds")
      assert.deepStrictEqual(times, [0])
      yield* TestClock.adjust("2 seconds")
      yield* Fiber.join(first)
      yield* Fiber.join(second)
      assert.isTrue(times.slice(1).every((time) => time >= 5000), String(times))
    }).pipe(Effect.provide(Sender.layer)))
})
