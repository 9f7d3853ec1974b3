/** What linking does for a session that is over, and to the data of a user who has several identities. */
import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { Apps } from "../src/Apps.ts"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import { TokenMint } from "../src/TokenMint.ts"
import { ask, logIn, logInUser, profile, providers, served } from "./administered.ts"

const customToken = (name: string) =>
  Effect.gen(function*() {
    const app = yield* Effect.orDie(Apps.use((apps) => apps.byClientAppId(DefaultSeed.app.clientAppId)))
    return Redacted.value(
      yield* Effect.orDie(TokenMint.use((mint) => mint.mint(app, { kind: "custom", claims: { name } })))
    )
  })

const byToken = (line: string, token: string, accessToken?: string) =>
  ask(line, {
    body: { token },
    headers: accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }
  })
const link = (token: string, accessToken: string) =>
  byToken(`POST ${providers}/custom-token/login?link=true`, token, accessToken)

describe("linking", () => {
  it.effect("gives no new token to a user who was disabled, or has logged out, and adds nothing", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const inApp = yield* logIn
      const token = yield* customToken("Jean")
      const { body: user } = yield* logInUser()
      const params = { ...inApp.params, userId: user.user_id }
      yield* admin.disableUser({ ...inApp, params })
      const refused = yield* link(token, user.access_token)
      assert.deepStrictEqual([refused.status, refused.body.error_code], [401, "InvalidSession"])
      assert.lengthOf((yield* profile(user.access_token)).body.identities, 1)

      yield* admin.enableUser({ ...inApp, params })
      yield* ask("DELETE /api/client/v2.0/auth/session", {
        headers: { authorization: `Bearer ${user.refresh_token}` }
      })
      assert.strictEqual((yield* link(token, user.access_token)).status, 401)
      const { body: again } = yield* logInUser()
      assert.strictEqual((yield* link(token, again.access_token)).status, 200)
    }).pipe(served()))

  it.effect("leaves a user the data of every identity, whichever logs in", () =>
    Effect.gen(function*() {
      const { body: user } = yield* logInUser()
      yield* link(yield* customToken("Jean"), user.access_token)
      const data = Effect.fnUntraced(function*(name: string) {
        const { body } = yield* byToken(`POST ${providers}/custom-token/login`, yield* customToken(name))
        return (yield* profile(body.access_token)).body.data
      })
      assert.deepStrictEqual(yield* data("Valjean"), { email: DefaultSeed.user.username, name: "Valjean" })
    }).pipe(served()))
})
