/** What an exported Realm app says of its providers holds here. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { type Files, post, started } from "./exported.ts"

const exported = (providers: object): Files => ({
  "realm_config.json": { app_id: "library-vwxyz", name: "library" },
  "auth/providers.json": providers
})

describe("an imported app", () => {
  it.live("lets browser logins end where its export allows it", () =>
    Effect.gen(function*() {
      const redirect = "https://library.example/in"
      const { url } = yield* started(
        exported({ "oauth2-google": { type: "oauth2-google", redirect_uris: [redirect] } })
      )
      const statusOf = (provider: string, redirect: string) =>
        Effect.promise(async () => {
          const query = new URLSearchParams({ redirect, state: "s" })
          const path = `/api/client/v2.0/app/library-vwxyz/auth/providers/${provider}/login?${query}`
          return (await fetch(`${url}${path}`, { redirect: "manual" })).status
        })
      assert.strictEqual(yield* statusOf("oauth2-google", redirect), 302)
      assert.strictEqual(yield* statusOf("oauth2-google", "https://library.example/"), 400)
      assert.strictEqual(yield* statusOf("oauth2-apple", redirect), 400)
    }))

  it.live("has the audiences, the metadata fields and the JSON Web Key Set of its export", () =>
    Effect.gen(function*() {
      const jwkURI = "http://127.0.0.1:1/keys"
      const config = { audience: ["one", "two"], requireAnyAudience: true, useJWKURI: true, jwkURI }
      const metadata_fields = [{ required: true, name: "sub", field_name: "who" }]
      const providers = { "custom-token": { type: "custom-token", config, metadata_fields } }
      const { control, tokenLab, url } = yield* started(exported(providers))
      const logIn = async (minting: object) => {
        const token = await tokenLab.mint({ kind: "custom", ...minting }, { app: "library-vwxyz" })
        return (await post(url, "auth/providers/custom-token/login", { token })).body.error
      }
      yield* Effect.promise(async () => {
        assert.isUndefined(await logIn({}))
        assert.deepStrictEqual((await control.users("library-vwxyz"))[0]?.data, { who: "custom-user" })
        assert.isUndefined(await logIn({ claims: { aud: "two" } }))
        assert.strictEqual(await logIn({ claims: { aud: "library-vwxyz" } }), "token has another audience")
        // Nobody listens there.
        assert.include(await logIn({ header: { alg: "RS256", kid: "a" } }), "the JSON Web Key Set cannot be read: ")
      })
    }))
})
