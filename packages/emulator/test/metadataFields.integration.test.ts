/** What users of custom tokens bring with them. */
import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { Apps } from "../src/Apps.ts"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import { TokenMint } from "../src/TokenMint.ts"
import { ask, logInTo, profile, providers, served } from "./administered.ts"

const claims = {
  name: "Jean Valjean",
  user_data: { aliases: ["Monsieur Madeleine"] },
  firebase: { sign_in_provider: "password", identities: { email: ["jean@example.com"] } },
  "valid.json.key": { nested_key: "val" }
}

/** The answer to the login, with the user's data. */
const logInWith = Effect.fnUntraced(function*(claims: Record<string, unknown>) {
  const app = yield* Effect.orDie(Apps.use((apps) => apps.byClientAppId(DefaultSeed.app.clientAppId)))
  const minting = { kind: "custom" as const, claims: JSON.parse(JSON.stringify(claims)) }
  const token = Redacted.value(yield* Effect.orDie(TokenMint.use((mint) => mint.mint(app, minting))))
  const { body, status } = yield* ask(`POST ${providers}/custom-token/login`, { body: { token } })
  return status === 200 ? (yield* profile(body.access_token)).body.data : [status, body.error]
})

describe("the metadata fields of custom tokens", () => {
  it.effect("are the members of a user's data, under the names that they are given", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const provider = yield* logInTo("custom-token")
      const { name, user_data } = claims
      assert.deepStrictEqual(yield* logInWith(claims), { name, ...user_data })

      const metadataFields = [
        { name: "firebase.identities.email", fieldName: "emails" },
        { name: "firebase.sign_in_provider", required: true },
        { name: "valid\\.json\\.key.nested_key" },
        { name: "__proto__", fieldName: "inherited" },
        { name: "name.first" }
      ]
      yield* admin.updateAuthProvider({ ...provider, payload: { metadataFields } })
      assert.deepStrictEqual((yield* admin.getAuthProvider(provider)).metadataFields, metadataFields)
      // What else is set leaves them as they are.
      yield* admin.updateAuthProvider({ ...provider, payload: { config: { audience: DefaultSeed.app.clientAppId } } })
      assert.deepStrictEqual(yield* logInWith(claims), {
        emails: ["jean@example.com"],
        sign_in_provider: "password",
        nested_key: "val"
      })
      assert.deepStrictEqual(yield* logInWith({ ...claims, firebase: {} }), [
        401,
        "token lacks the required field 'firebase.sign_in_provider'"
      ])
      yield* admin.updateAuthProvider({ ...provider, payload: { metadataFields: [] } })
      assert.deepStrictEqual(yield* logInWith(claims), {})
    }).pipe(served()))

  it.effect("may be members of a name that is no text, and have 4,096 characters at most", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const provider = yield* logInTo("custom-token")
      // Without fields, what is no text is no name.
      assert.deepStrictEqual(yield* logInWith({ name: { first: "Jean" }, user_data: ["x"] }), {})
      yield* admin.updateAuthProvider({ ...provider, payload: { metadataFields: [{ name: "name.first" }] } })
      assert.deepStrictEqual(yield* logInWith({ name: { first: "Jean" } }), { first: "Jean" })
      assert.deepStrictEqual(yield* logInWith({ name: { first: "x".repeat(4_097) } }), [
        401,
        "the field 'name.first' has more than 4096 characters"
      ])
    }).pipe(served()))
})
