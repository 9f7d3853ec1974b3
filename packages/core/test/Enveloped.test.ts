import { enveloped } from "@atlas-bearer/core/Enveloped"
import { Secret } from "@atlas-bearer/core/Secret"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Result, Schema } from "effect"

const Content = enveloped(
  Schema.Struct({ accessToken: Secret }).pipe(Schema.encodeKeys({ accessToken: "access_token" }))
)
const decode = Schema.decodeUnknownEffect(Content)

describe("enveloped", () => {
  it.effect.each([{ access_token: "t" }, { status: 200, content: { access_token: "t" } }])(
    "takes %j",
    (body) =>
      Effect.gen(function*() {
        assert.strictEqual(Redacted.value((yield* decode(body)).accessToken), "t")
      })
  )

  it.effect.each([
    {},
    { content: { access_token: "t" } },
    { status: "200", content: { access_token: "t" } },
    { status: 200, content: {} },
    { status: 200, content: { status: 200, content: { access_token: "t" } } }
  ])("refuses %j", (body) =>
    Effect.gen(function*() {
      assert.isTrue(Result.isFailure(yield* Effect.result(decode(body))))
    }))

  it.effect("sends the content plain", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* Schema.encodeUnknownEffect(Content)({ accessToken: Redacted.make("t") }), {
        access_token: "t"
      })
    }))
})
