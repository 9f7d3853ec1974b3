import { Sender } from "@atlas-bearer/core/Sender"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { ended, ok, refusal, send, serverOf, type Step } from "./sending.ts"

const run = <A, E>(test: Effect.Effect<A, E, Sender>) => Effect.provide(test, Sender.layer)

describe("a refusal", () => {
  it.effect("uses up no tries, for any operation", () =>
    run(Effect.gen(function*() {
      const server = serverOf(...Array.from({ length: 12 }, () => refusal("2")), ok)
      const { value } = yield* ended(send(server, { retries: 0 }))
      assert.strictEqual(value, 200)
      assert.strictEqual(server.times.length, 13)
    })))

  it.effect("uses up no tries between failures", () =>
    run(Effect.gen(function*() {
      const failure = { status: 500 }
      const server = serverOf(failure, refusal("1"), failure, refusal("1"), failure, refusal("1"), failure, ok)
      const { value } = yield* ended(send(server, { idempotent: true }))
      assert.strictEqual(value, 500)
      assert.strictEqual(server.times.length, 7)
    })))
})

const failed = (step: Step): string | number => "reason" in step ? step.reason : step.status
const named = (steps: ReadonlyArray<Step>) => steps.map((step) => [failed(step), step] as const)
const statuses = (...list: ReadonlyArray<number>) => named(list.map((status) => ({ status })))
const reasons = (...list: ReadonlyArray<string>) => named(list.map((reason) => ({ reason })))

/** What came of it, and how often it was sent. */
const tried = (step: Step, idempotent: boolean, retries = 3) =>
  run(Effect.gen(function*() {
    const server = serverOf(step)
    const { error, value } = yield* ended(send(server, { idempotent, retries }))
    assert.strictEqual(value ?? error, failed(step))
    return server.times
  }))

describe("what is sent again", () => {
  it.effect.each(reasons("ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"))(
    "is every operation when nothing was sent: %s",
    ([, step]) =>
      Effect.gen(function*() {
        assert.strictEqual((yield* tried(step, false)).length, 4)
        assert.strictEqual((yield* tried(step, true)).length, 4)
      })
  )

  it.effect.each(reasons("CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID"))(
    "is every operation when TLS was not established: %s",
    ([, step]) => Effect.map(tried(step, false), (times) => assert.strictEqual(times.length, 4))
  )

  it.effect.each([
    ...reasons(
      "ECONNRESET",
      "UND_ERR_SOCKET",
      "UND_ERR_HEADERS_TIMEOUT",
      "EPIPE",
      "ERR_SSL_BAD_RECORD_MAC",
      "TransportError"
    ),
    ...statuses(408, 500, 502, 503, 504)
  ])("is an idempotent operation when the server may have seen it: %s", ([, step]) =>
    Effect.gen(function*() {
      assert.strictEqual((yield* tried(step, true)).length, 4)
      assert.strictEqual((yield* tried(step, false)).length, 1)
    }))

  it.effect.each(statuses(200, 201, 204, 301, 400, 401, 403, 404, 409, 415, 422, 501))(
    "is never what was answered: %s",
    ([, step]) => Effect.map(tried(step, true), (times) => assert.strictEqual(times.length, 1))
  )

  it.effect.each([0, 1, 5])(
    "is sent as often as the caller wants: %i times",
    (retries) =>
      Effect.map(tried({ status: 500 }, true, retries), (times) => assert.strictEqual(times.length, retries + 1))
  )

  it.effect("waits 200 ms, doubled each time up to 10 s, with full jitter", () =>
    Effect.gen(function*() {
      const times = yield* tried({ status: 500 }, true, 9)
      times.slice(1).forEach((time, index) => {
        assert.isAtMost(time - (times[index] ?? 0), Math.min(10_000, 200 * 2 ** index) + 1)
      })
    }))
})
