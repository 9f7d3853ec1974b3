import { Database } from "@atlas-bearer/emulator/Database"
import { Sessions } from "@atlas-bearer/emulator/Sessions"
import { Users } from "@atlas-bearer/emulator/Users"
import { VirtualClock } from "@atlas-bearer/emulator/VirtualClock"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Schema } from "effect"
import { jwtParts } from "./jwtParts.ts"
import { logIn, noDevice } from "./logIn.ts"
import { seededApp, seededStore } from "./seededStore.ts"

/** Claims of the tokens on the vendor's pages. */
const page = {
  access: `{"exp":1578966516,"iat":1578964716,"iss":"5e1d16ec8ac93d30ac484e94",` +
    `"stitch_devId":"000000000000000000000000","stitch_domainId":"5dd81bbe751ac96d376b5285",` +
    `"sub":"5e13a41e1b38d358430ed1f3","typ":"access"}`,
  refresh: `{"exp":1584148716,"iat":1578964716,"stitch_data":null,"stitch_devId":"000000000000000000000000",` +
    `"stitch_domainId":"5dd81bbe751ac96d376b5285","stitch_id":"5e1d16ec8ac93d30ac484e94",` +
    `"stitch_ident":{"id":"5e13a41e1b38d358430ed1f2","provider_type":"local-userpass",` +
    `"provider_id":"5e13a4051b38d358430ed1b7"},"sub":"5e13a41e1b38d358430ed1f3","typ":"refresh"}`
}
const pageTime = 1_578_964_716_000

/** The claims as they were before 2022, without the names that came later, and with the ids of the page. */
const asOnPage = (token: Redacted.Redacted, ids: Record<string, string>) => {
  const claims: Record<string, unknown> = JSON.parse(jwtParts(token).claims)
  const old = Object.entries(claims).filter(([name]) => !name.startsWith("baas_") && name !== "jti")
  return Object.entries(ids).reduce(
    (text, [own, theirs]) => text.replaceAll(own, theirs),
    JSON.stringify(Object.fromEntries(old))
  )
}

describe("SessionClaims", () => {
  it.effect("issues tokens of the vendor's form", () =>
    Effect.gen(function*() {
      yield* VirtualClock.use((clock) => clock.set(pageTime + 999))
      const { accessToken, deviceId, refreshToken, userId = "" } = yield* logIn
      assert.strictEqual(deviceId, noDevice)
      const access: Record<string, string> = JSON.parse(jwtParts(accessToken).claims)
      const refresh: { baas_identity: Record<string, string> } = JSON.parse(jwtParts(refreshToken).claims)
      const { id = "", provider_id = "" } = refresh.baas_identity
      const ids = {
        [access["iss"] ?? ""]: "5e1d16ec8ac93d30ac484e94",
        [userId]: "5e13a41e1b38d358430ed1f3",
        [id]: "5e13a41e1b38d358430ed1f2",
        [provider_id]: "5e13a4051b38d358430ed1b7"
      }
      assert.strictEqual(jwtParts(accessToken).header, `{"alg":"HS256","typ":"JWT"}`)
      assert.strictEqual(asOnPage(accessToken, ids), page.access)
      assert.strictEqual(asOnPage(refreshToken, ids), page.refresh)
      assert.deepStrictEqual(Object.keys(access), [
        "baas_device_id",
        "baas_domain_id",
        "exp",
        "iat",
        "iss",
        "jti",
        "stitch_devId",
        "stitch_domainId",
        "sub",
        "typ"
      ])
      assert.deepStrictEqual(Object.keys(refresh), [
        "baas_data",
        "baas_device_id",
        "baas_domain_id",
        "baas_id",
        "baas_identity",
        "exp",
        "iat",
        "stitch_data",
        "stitch_devId",
        "stitch_domainId",
        "stitch_id",
        "stitch_ident",
        "sub",
        "typ"
      ])
    }).pipe(seededStore()))

  it.effect("gives anonymous users 50 years", () =>
    Effect.gen(function*() {
      const app = yield* seededApp
      const identity = yield* Users.use((users) => users.createAnonymous(app))
      const { refreshToken } = yield* Sessions.use((sessions) => sessions.start(app, identity, noDevice))
      const { exp, iat } = JSON.parse(jwtParts(refreshToken).claims)
      assert.strictEqual(exp - iat, 1_576_800_000)
    }).pipe(seededStore()))

  it.effect("stores no token", () =>
    Effect.gen(function*() {
      const database = yield* Database
      const { accessToken, refreshToken } = yield* logIn
      const dump = JSON.stringify(
        yield* database.all(Schema.Record(Schema.String, Schema.Unknown), "SELECT * FROM sessions")
      )
      assert.notInclude(dump, Redacted.value(refreshToken))
      assert.notInclude(dump, Redacted.value(accessToken))
    }).pipe(seededStore()))
})
