import { Logins } from "@atlas-bearer/emulator/Logins"
import { type Provider, type Subject, TokenLab } from "@atlas-bearer/emulator/TokenLab"
import { Users } from "@atlas-bearer/emulator/Users"
import { VirtualClock } from "@atlas-bearer/emulator/VirtualClock"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { logIn } from "./logIn.ts"
import { otherApp, seededApp, seededStore } from "./seededStore.ts"

const google: Provider = "oauth2-google"

const prove = Effect.fnUntraced(function*(subject: Subject, provider: Provider = google) {
  const app = yield* seededApp
  const lab = yield* TokenLab
  return yield* lab.prove(app, provider, yield* lab.credential(app, google, subject))
})

describe("TokenLab", () => {
  it.effect("makes credentials that the provider takes, with the subject's profile", () =>
    Effect.gen(function*() {
      const proof = yield* prove({ sub: "g1", email: "jean@example.com", name: "Jean" })
      const logins = yield* Logins
      const { userId } = yield* logins.identify(yield* seededApp, proof)
      const profile = yield* Users.use((users) => users.profile(userId))
      assert.deepStrictEqual(profile.data, { email: "jean@example.com", name: "Jean" })
      assert.strictEqual(profile.identities[0]?.providerType, google)
    }).pipe(seededStore()))

  it.effect.each<[Subject, Provider, string]>([
    [{ sub: "g1" }, "oauth2-apple", "signature is invalid"],
    [{ sub: "g1", audience: "other" }, google, "token has another audience"],
    [{ sub: "g1", expiresIn: 0 }, google, "token is expired"],
    [{ sub: "" }, google, "token needs the claims sub, aud and exp"]
  ])("refuses %j for %s", ([subject, provider, description]) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(prove(subject, provider))
      assert.strictEqual(error._tag, "AuthError")
      assert.strictEqual(error.description, description)
    }).pipe(seededStore()))

  it.effect("refuses what expired, what another app's lab made, and tokens of sessions", () =>
    Effect.gen(function*() {
      const app = yield* seededApp
      const lab = yield* TokenLab
      const clock = yield* VirtualClock
      const credential = yield* lab.credential(app, google, { sub: "g1" })
      const foreign = yield* lab.credential(yield* otherApp, google, { sub: "g1", audience: app.clientAppId })
      const { accessToken } = yield* logIn
      yield* clock.advance("59 minutes")
      yield* lab.prove(app, google, credential)
      yield* clock.advance("1 minute")
      for (const token of [credential, foreign, accessToken, Redacted.make("nonsense")]) {
        assert.strictEqual((yield* Effect.flip(lab.prove(app, google, token)))._tag, "AuthError")
      }
    }).pipe(seededStore()))
})
