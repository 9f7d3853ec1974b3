/** Which Google accounts may log in. */
import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { Apps } from "../src/Apps.ts"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import { TokenLab } from "../src/TokenLab.ts"
import { ask, logInTo, providers, served } from "./administered.ts"
import { post, started } from "./exported.ts"

/** The status, with the code of a refusal. */
const logInAs = Effect.fnUntraced(function*(email?: string, provider: "google" | "facebook" = "google") {
  const app = yield* Effect.orDie(Apps.use((apps) => apps.byClientAppId(DefaultSeed.app.clientAppId)))
  const credential = yield* TokenLab.use((lab) => lab.credential(app, `oauth2-${provider}`, { sub: "1", email }))
  const token = Redacted.value(credential)
  const body = provider === "google" ? { id_token: token } : { accessToken: token }
  const reply = yield* ask(`POST ${providers}/oauth2-${provider}/login`, { body })
  return [reply.status, reply.body.error_code]
})

const allowed = [200, undefined]
const refused = [401, "AuthError"]

describe("domain restrictions", () => {
  it.effect("let Google accounts of their domains in, until an administrator lifts them", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const provider = yield* logInTo("oauth2-google")
      assert.deepStrictEqual(yield* logInAs("joe@example3.com"), allowed)

      const domainRestrictions = ["example1.com", "Example2.com"]
      yield* admin.updateAuthProvider({ ...provider, payload: { domainRestrictions } })
      assert.deepStrictEqual((yield* admin.getAuthProvider(provider)).domainRestrictions, domainRestrictions)
      for (const email of ["joe@example1.com", "Joe@EXAMPLE2.com"]) {
        assert.deepStrictEqual(yield* logInAs(email), allowed)
      }
      for (
        const email of ["joe@example3.com", "joe@sub.example1.com", "joe@notexample1.com", "example1.com", undefined]
      ) {
        assert.deepStrictEqual(yield* logInAs(email), refused)
      }
      assert.deepStrictEqual(yield* logInAs("joe@example3.com", "facebook"), allowed)

      yield* admin.updateAuthProvider({ ...provider, payload: { disabled: false } })
      assert.deepStrictEqual(yield* logInAs("joe@example3.com"), refused)
      yield* admin.updateAuthProvider({ ...provider, payload: { domainRestrictions: [] } })
      assert.deepStrictEqual(yield* logInAs("joe@example3.com"), allowed)
    }).pipe(served()))

  it.live("are those of an export", () =>
    Effect.gen(function*() {
      const { tokenLab, url } = yield* started({
        "realm_config.json": { app_id: "library-vwxyz", name: "library" },
        "auth/providers.json": { "oauth2-google": { type: "oauth2-google", domain_restrictions: ["example1.com"] } }
      })
      const status = (email: string) =>
        Effect.promise(async () => {
          const token = await tokenLab.credential("oauth2-google", { sub: "1", email }, { app: "library-vwxyz" })
          return (await post(url, "auth/providers/oauth2-google/login", { id_token: token })).status
        })
      assert.strictEqual(yield* status("joe@example1.com"), 200)
      assert.strictEqual(yield* status("joe@example3.com"), 401)
    }))
})
