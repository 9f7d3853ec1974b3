import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import { Sessions } from "@atlas-bearer/emulator/Sessions"
import { type Minting, TokenMint } from "@atlas-bearer/emulator/TokenMint"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { logIn } from "./logIn.ts"
import { otherApp, seededApp, seededStore } from "./seededStore.ts"

const minted = (minting: Minting) =>
  Effect.flatMap(seededApp, (app) => TokenMint.use((mint) => mint.mint(app, minting)))

const judged = Effect.fnUntraced(function*(minting: Minting) {
  const app = yield* seededApp
  const mint = yield* TokenMint
  const { reason, valid } = yield* mint.verify(app, yield* mint.mint(app, minting))
  return valid ? "valid" : reason
})

describe("TokenMint", () => {
  it.effect.each<[Minting, string]>([
    [{ kind: "access" }, "valid"],
    [{ kind: "refresh" }, "valid"],
    [{ kind: "custom" }, "valid"],
    [{ kind: "access", expiresIn: 5 }, "valid"],
    [{ kind: "access", expiresIn: -1 }, "invalid session: access token expired"],
    [{ kind: "custom", expiresIn: -1 }, "token is expired"],
    [{ kind: "access", wrongKey: true }, "invalid session: signature is invalid"],
    [{ kind: "refresh", wrongKey: true }, "signature is invalid"],
    [{ kind: "custom", wrongKey: true }, "signature is invalid"],
    [{ kind: "access", claims: { typ: "other" } }, "invalid session: valid Issuer required"],
    [{ kind: "access", claims: { iss: null } }, "invalid session: valid Issuer required"],
    [{ kind: "custom", claims: { aud: "other" } }, "token has another audience"],
    [{ kind: "access", header: { alg: "none" } }, "invalid session: signing method (alg) is unavailable."],
    [{ kind: "access", header: { alg: "RS256" } }, "invalid session: signing method (alg) is unavailable."]
  ])("makes %j, of which the app says: %s", ([minting, expected]) =>
    Effect.gen(function*() {
      assert.strictEqual(yield* judged(minting), expected)
    }).pipe(seededStore()))

  it.effect("leaves the signature of alg none empty", () =>
    Effect.gen(function*() {
      const token = Redacted.value(yield* minted({ kind: "access", header: { alg: "none" } }))
      assert.match(token, /^[^.]+\.[^.]+\.$/)
    }).pipe(seededStore()))

  it.effect("makes tokens of a user's own, and of no other app's user", () =>
    Effect.gen(function*() {
      const { accessToken, userId = "" } = yield* logIn
      const mint = yield* TokenMint
      const { claims } = yield* mint.decode(yield* minted({ kind: "access", userId, claims: { extra: [1] } }))
      assert.deepInclude(claims, { sub: userId, extra: [1] })
      const error = yield* Effect.flip(mint.mint(yield* otherApp, { kind: "access", userId }))
      assert.strictEqual(error._tag, "UserNotFound")
      const { valid } = yield* mint.verify(yield* seededApp, accessToken)
      assert.isTrue(valid)
    }).pipe(seededStore()))

  it.effect("judges as the app does: an ended session's refresh token is refused", () =>
    Effect.gen(function*() {
      const { refreshToken } = yield* logIn
      yield* Sessions.use(({ revoke }) => revoke(refreshToken))
      const verdict = yield* TokenMint.use((mint) => Effect.flatMap(seededApp, (app) => mint.verify(app, refreshToken)))
      assert.deepStrictEqual(verdict, { valid: false, reason: "invalid session: failed to find refresh token" })
    }).pipe(seededStore()))

  it.effect("says that a text is no token", () =>
    Effect.gen(function*() {
      const mint = yield* TokenMint
      const error = yield* Effect.flip(mint.decode(Redacted.make("nonsense")))
      assert.strictEqual(error.description, "token contains an invalid number of segments")
      assert.isFalse((yield* mint.verify(yield* seededApp, Redacted.make("nonsense"))).valid)
      assert.strictEqual((yield* seededApp).clientAppId, DefaultSeed.app.clientAppId)
    }).pipe(seededStore()))
})
