/** What an exported Realm app says of its providers holds here. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { type Files, started } from "./exported.ts"

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
})
