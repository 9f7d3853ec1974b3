import { Bearer } from "@atlas-bearer/core/Bearer"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Result, Schema } from "effect"

const decode = Schema.decodeUnknownEffect(Bearer)
const encode = Schema.encodeUnknownEffect(Bearer)

describe("Bearer", () => {
  it.effect("takes the example of RFC 6750 section 2.1", () =>
    Effect.gen(function*() {
      assert.strictEqual(Redacted.value(yield* decode("Bearer mF_9.B5f-4.1JqM")), "mF_9.B5f-4.1JqM")
    }))

  it.effect.each(["bearer t", "BEARER t", "Bearer   t"])(
    "takes %j: case and spaces do not matter",
    (field) =>
      Effect.gen(function*() {
        assert.strictEqual(Redacted.value(yield* decode(field)), "t")
      })
  )

  it.effect.each(["", "Bearer", "Bearer ", "Bearertoken", "Basic dDp0", " Bearer t", "Bearer a b", "Bearer t\r\nX: y"])(
    "refuses %j",
    (field) =>
      Effect.gen(function*() {
        assert.isTrue(Result.isFailure(yield* Effect.result(decode(field))))
      })
  )

  it.effect("puts the scheme before the token", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* encode(Redacted.make("a1")), "Bearer a1")
    }))

  it.effect.each(["", "a b", "a\r\nX-Evil: 1", "é"])(
    "refuses to send %j, which is no token",
    (token) =>
      Effect.gen(function*() {
        const failure = yield* Effect.flip(encode(Redacted.make(token)))
        if (token !== "") assert.notInclude(failure.message, token)
      })
  )
})
