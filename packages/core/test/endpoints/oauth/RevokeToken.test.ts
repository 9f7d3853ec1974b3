import { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { sentBy } from "../../wire.ts"

const headers = { authorization: { clientId: "id", clientSecret: Redacted.make("secret") } }
const token = Redacted.make("a+b&c=d é")

describe("revokeToken", () => {
  it.effect("posts the token and its type as a form", () =>
    Effect.gen(function*() {
      const payload = { token, tokenTypeHint: "access_token" }
      const query = { envelope: "true" } as const
      const sent = yield* sentBy(OAuthClient.use((client) => client.revokeToken({ headers, query, payload })))
      assert.deepStrictEqual(sent, [{
        line: "POST /api/oauth/revoke?envelope=true",
        origin: "https://services.test",
        fields: {
          accept: "application/json",
          authorization: "Basic aWQ6c2VjcmV0",
          "content-type": "application/x-www-form-urlencoded"
        },
        content: "token=a%2Bb%26c%3Dd+%C3%A9&token_type_hint=access_token"
      }])
    }))

  it.effect("leaves out a type that is not given", () =>
    Effect.gen(function*() {
      const sent = yield* sentBy(
        OAuthClient.use((client) => client.revokeToken({ headers, query: {}, payload: { token } }))
      )
      assert.strictEqual(sent[0]?.content, "token=a%2Bb%26c%3Dd+%C3%A9")
    }))
})
