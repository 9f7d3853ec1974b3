import { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { clientsOver } from "../wire.ts"

const issueToken = OAuthClient.use((client) =>
  client.issueToken({
    headers: { authorization: { clientId: "id", clientSecret: Redacted.make("hunter2") } },
    query: {},
    payload: { grantType: "client_credentials" }
  })
)

const issued = () => Response.json({ access_token: "a1", expires_in: 3600, token_type: "Bearer" })
const unavailable = (retryAfter?: string) =>
  new Response(null, { status: 503, headers: retryAfter === undefined ? {} : { "Retry-After": retryAfter } })
const connection = (code: string) => new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) })

/** Asks for a token, and tells after each wait how many requests went out. */
const start = Effect.fnUntraced(function*(...responses: ReadonlyArray<Response | Error>) {
  const { layer, requests } = clientsOver(...responses)
  const fiber = yield* Effect.forkChild(Effect.result(Effect.provide(issueToken, layer)))
  const sentAfter = (wait: "0 millis" | "1 millis" | "200 millis" | "6999 millis" | "1 minute" | "1 day") =>
    Effect.as(TestClock.adjust(wait), requests).pipe(Effect.map(({ length }) => length))
  return { sentAfter, result: Fiber.join(fiber) }
})

describe("an operation", () => {
  it.effect("is not sent again after a reply that is no failure, whatever its Retry-After", () =>
    Effect.gen(function*() {
      const garbled = new Response("{}", { status: 200, headers: { "Retry-After": "1" } })
      const { result, sentAfter } = yield* start(garbled, issued())
      assert.strictEqual(yield* sentAfter("1 day"), 1)
      assert.strictEqual((yield* result)._tag, "Failure")
    }))

  it.effect("waits for the whole Retry-After and no longer", () =>
    Effect.gen(function*() {
      const { result, sentAfter } = yield* start(unavailable("7"), issued())
      assert.strictEqual(yield* sentAfter("6999 millis"), 1)
      assert.strictEqual(yield* sentAfter("1 millis"), 2)
      assert.strictEqual((yield* result)._tag, "Success")
    }))

  it.effect("waits a minute when told to", () =>
    Effect.gen(function*() {
      const { result, sentAfter } = yield* start(unavailable("60"), issued())
      assert.strictEqual(yield* sentAfter("1 minute"), 2)
      assert.strictEqual((yield* result)._tag, "Success")
    }))

  it.effect.each(["61", "3600", "9".repeat(30)])(
    "does not wait for a Retry-After of %s seconds",
    (retryAfter) =>
      Effect.gen(function*() {
        const { result, sentAfter } = yield* start(unavailable(retryAfter), issued())
        assert.strictEqual(yield* sentAfter("0 millis"), 1)
        assert.strictEqual((yield* result)._tag, "Failure")
      })
  )

  it.effect("waits a little even when told to come back at once", () =>
    Effect.gen(function*() {
      const { result, sentAfter } = yield* start(unavailable("0"), issued())
      assert.strictEqual(yield* sentAfter("1 millis"), 1)
      assert.strictEqual(yield* sentAfter("1 minute"), 2)
      assert.strictEqual((yield* result)._tag, "Success")
    }))

  it.effect("gives up after three repetitions", () =>
    Effect.gen(function*() {
      const { result, sentAfter } = yield* start(...Array.from({ length: 9 }, () => unavailable("1")))
      assert.strictEqual(yield* sentAfter("1 day"), 4)
      assert.strictEqual((yield* result)._tag, "Failure")
    }))

  it.effect.each(
    [
      ["503 without Retry-After", () => unavailable()],
      ["503 with a Retry-After that makes no sense", () => unavailable("soon")],
      ["500", () => Response.json({ error: "server_error", error_description: "no" }, { status: 500 })],
      ["401", () => Response.json({ error: "invalid_client", error_description: "no" }, { status: 401 })],
      ["a connection that broke", () => connection("ECONNRESET")],
      ["a connection that broke without a code", () => new TypeError("terminated")]
    ] as const
  )("is not repeated after %s", ([, response]) =>
    Effect.gen(function*() {
      const { result, sentAfter } = yield* start(response(), issued())
      assert.strictEqual(yield* sentAfter("1 day"), 1)
      assert.strictEqual((yield* result)._tag, "Failure")
    }))

  it.effect.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"])(
    "is repeated three times after %s, when the server saw nothing",
    (code) =>
      Effect.gen(function*() {
        const { result, sentAfter } = yield* start(...Array.from({ length: 9 }, () => connection(code)))
        assert.strictEqual(yield* sentAfter("0 millis"), 1)
        assert.strictEqual(yield* sentAfter("1 day"), 4)
        const outcome = yield* result
        assert(outcome._tag === "Failure" && outcome.failure._tag === "Unreachable")
        assert.strictEqual(outcome.failure.reason, code)
      })
  )
})
