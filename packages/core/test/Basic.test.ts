import { Basic } from "@atlas-bearer/core/Basic"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Schema } from "effect"
import { Base64 } from "effect/encoding"
import { inspect } from "node:util"

const decode = Schema.decodeUnknownEffect(Basic)
const encode = Schema.encodeUnknownEffect(Basic)
const field = (text: string) => `Basic ${Base64.encode(text)}`

const parts = (text: string) =>
  Effect.map(decode(text), ({ clientId, clientSecret }) => [clientId, Redacted.value(clientSecret)])

describe("Basic", () => {
  it.effect("takes the examples of RFC 7617 section 2", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* parts("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), ["Aladdin", "open sesame"])
      assert.deepStrictEqual(yield* parts("Basic dGVzdDoxMjPCow=="), ["test", "123£"])
    }))

  it.effect("splits at the first colon only", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* parts(field("id:a:b::")), ["id", "a:b::"])
    }))

  it.effect.each(["basic", "BASIC", "Basic  "])("takes the scheme as %j", (scheme) =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* parts(field("id:secret").replace("Basic", scheme)), ["id", "secret"])
    }))

  it.effect("keeps line breaks and non-ASCII characters of a secret", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* parts(field("ïd:sécret\n✓")), ["ïd", "sécret\n✓"])
    }))

  const refused = {
    "no field": "",
    "the scheme alone": "Basic ",
    "another scheme": "Bearer QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
    "what is not Base64": "Basic %%%",
    "a truncated group": "Basic QWxhZGRpbjpvcGVuIHNlc2FtZ",
    "no colon": field("id"),
    "an empty client id": field(":secret"),
    "an empty secret": field("id:"),
    "text after the credentials": `${field("id:secret")} x`
  }
  it.effect.each(Object.entries(refused))("refuses %s", ([, text]) =>
    Effect.gen(function*() {
      const failure = yield* Effect.flip(decode(text))
      assert.notInclude(failure.message, "secret")
    }))

  it.effect("sends both parts as they are, without form encoding", () =>
    Effect.gen(function*() {
      const sent = yield* encode({ clientId: "mdb sa_id+1", clientSecret: Redacted.make("mdb_sa_sk_a+b/c:d é") })
      assert.strictEqual(sent, field("mdb sa_id+1:mdb_sa_sk_a+b/c:d é"))
    }))

  it.effect("does not show the secret", () =>
    Effect.gen(function*() {
      const credentials = yield* decode(field("id:hunter2"))
      assert.notInclude(inspect(credentials, { depth: null, showHidden: true }), "hunter2")
      assert.strictEqual(JSON.stringify(credentials), "{\"clientId\":\"id\",\"clientSecret\":\"<redacted>\"}")
    }))
})
