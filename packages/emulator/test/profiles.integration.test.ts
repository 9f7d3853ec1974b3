/** Each difference between the vendor's pages and years, over the wire, by its switch. */
import { assert, describe, it } from "@effect/vitest"
import { app, serviceAccount, user } from "../src/DefaultSeed.ts"
import * as Emulator from "../src/Emulator.ts"
import { admin, asking, badlySigned, claimsOf, client, issue, logIn, verify, wrongPassword } from "./asking.ts"
import { jwtParts } from "./jwtParts.ts"

describe("the default profile", () => {
  it("is app-services: all ids, all claims, reasons, and both kinds of invalid token", async () => {
    await using emulator = await Emulator.start({ tokenRateLimit: "1/1m" })
    const ask = asking(emulator.url)
    const { body } = await logIn(ask)
    assert.hasAllKeys(body, ["access_token", "refresh_token", "user_id", "device_id"])
    assert.containsAllKeys(claimsOf(body["access_token"]), ["baas_device_id", "stitch_devId", "jti"])
    const { exp, iat } = claimsOf(body["refresh_token"])
    assert.strictEqual(exp - iat, 1_576_800_000)
    assert.strictEqual((await logIn(ask, "local-userpass", wrongPassword)).body["error"], "invalid username/password")
    const refused = await ask(`${client}/auth/session`, undefined, body["access_token"])
    assert.strictEqual(refused.body["error"], "invalid refresh token: incorrect token type")
    assert.strictEqual((await verify(ask, "nonsense")).status, 400)
    assert.strictEqual((await verify(ask, badlySigned(body["access_token"]))).status, 401)
    const expired = await emulator.tokenLab.mint({ kind: "access", expiresIn: -1 })
    assert.strictEqual((await verify(ask, expired)).text, "\"token expired\"")
    const unauthorized = await issue(emulator.url, "wrong")
    assert.strictEqual(unauthorized.headers.get("content-type"), "application/json;charset=ISO-8859-1")
    assert.isTrue(unauthorized.headers.has("www-authenticate"))
    assert.propertyVal(await (await issue(emulator.url, "wrong")).json(), "error", "rate_limited")
  })
})

describe("stitch-2020", () => {
  it("answers the tokens alone, in the form of that year, and works", async () => {
    await using emulator = await Emulator.start({ profile: "stitch-2020" })
    const ask = asking(emulator.url)
    const { body } = await logIn(ask)
    assert.hasAllKeys(body, ["access_token", "refresh_token"])
    for (const token of [body["access_token"], body["refresh_token"]]) {
      const names = Object.keys(claimsOf(token))
      assert.include(names, "stitch_devId")
      assert.isEmpty(names.filter((name) => name.startsWith("baas_") || name === "jti"))
    }
    const { exp, iat } = claimsOf(body["refresh_token"])
    assert.strictEqual(exp - iat, 5_184_000)
    const renewal = await ask(`${client}/auth/session`, undefined, body["refresh_token"])
    assert.strictEqual(renewal.status, 201)
    const keys = await fetch(`${emulator.url}${client}/auth/api_keys`, {
      headers: { authorization: `Bearer ${body["refresh_token"]}` }
    })
    assert.strictEqual(keys.status, 200)
    // The session ends when its token says so.
    await emulator.clock.advance("60 days")
    assert.strictEqual((await ask(`${client}/auth/session`, undefined, body["refresh_token"])).status, 401)
  })

  it("verifies tokens in the words of its page", async () => {
    await using emulator = await Emulator.start({ profile: "stitch-2020" })
    const ask = asking(emulator.url)
    const { body } = await logIn(ask)
    for (const token of ["nonsense", badlySigned(body["access_token"])]) {
      const { body, status } = await verify(ask, token)
      assert.strictEqual(status, 400)
      assert.deepStrictEqual(body, { error: "token contains an invalid number of segments" })
    }
    const expired = await emulator.tokenLab.mint({ kind: "access", expiresIn: -1 })
    const answer = await verify(ask, expired)
    assert.deepStrictEqual([answer.status, answer.text], [200, "{\"token expired\"}"])
    assert.strictEqual((await verify(ask, body["access_token"] ?? "")).status, 200)
    // Its own token is another matter, and told as ever.
    const path = `${admin}/groups/${app.groupId}/apps/${app.id}/users/verify_token`
    assert.deepStrictEqual((await ask(path, { token: "x" }, "wrong")).body, {
      error: "invalid session",
      error_code: "InvalidSession"
    })
  })
})

describe("atlas", () => {
  it("refuses plainly, and with the body of the Administration API", async () => {
    await using emulator = await Emulator.start({ profile: "atlas", tokenRateLimit: "1/1m" })
    const unauthorized = await issue(emulator.url, "wrong")
    assert.strictEqual(unauthorized.headers.get("content-type"), "application/json")
    assert.isFalse(unauthorized.headers.has("www-authenticate"))
    const limited = await issue(emulator.url, "wrong")
    assert.strictEqual(limited.status, 429)
    assert.isTrue(limited.headers.has("retry-after"))
    assert.deepInclude(await limited.json(), { error: 429, errorCode: "RATE_LIMITED" })
  })
})

describe("switches", () => {
  it("change a profile in single points", async () => {
    await using emulator = await Emulator.start({
      emailPassword: { autoConfirm: false },
      switches: {
        loginIds: "user_id",
        refusals: "unauthorized",
        wrongTokenType: "invalid session",
        verifyInvalid: "401"
      }
    })
    const ask = asking(emulator.url)
    const { body } = await logIn(ask)
    assert.hasAllKeys(body, ["access_token", "refresh_token", "user_id"])
    await ask(`${client}/app/${app.clientAppId}/auth/providers/local-userpass/register`, {
      email: "new@example.com",
      password: "long-enough"
    }).catch(() => undefined)
    const refusals = [
      await logIn(ask, "local-userpass", wrongPassword),
      await logIn(ask, "local-userpass", { username: "new@example.com", password: "long-enough" }),
      await logIn(ask, "api-key", { key: "unknown" })
    ]
    const asked = await fetch(`${emulator.url}${client}/app/${app.clientAppId}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", email: user.username, password: "wrong" },
      body: JSON.stringify({ query: "{ movie { title } }" })
    })
    assert.propertyVal(await asked.json(), "error", "unauthorized")
    assert.deepStrictEqual(refusals.map(({ body }) => body), [
      { error: "unauthorized", error_code: "InvalidPassword" },
      { error: "unauthorized", error_code: "AuthError" },
      { error: "unauthorized", error_code: "AuthError" }
    ])
    const refused = await ask(`${client}/auth/session`, undefined, body["access_token"])
    assert.deepStrictEqual(refused.body, { error: "invalid session" })
    const malformed = await verify(ask, "nonsense")
    assert.deepStrictEqual([malformed.status, malformed.body], [401, { error: "signature is invalid" }])
  })

  it("signs service accounts' tokens with ES512, as the Cloud Manager page's sample is", async () => {
    await using emulator = await Emulator.start({ profile: "cloud-manager" })
    const { access_token: token } = await (await issue(emulator.url, serviceAccount.clientSecret)).json()
    assert.strictEqual(jwtParts(token).header, "{\"alg\":\"ES512\",\"typ\":\"JWT\"}")
    const groups = await fetch(`${emulator.url}/api/atlas/v2/groups`, {
      headers: { accept: "application/vnd.atlas.2025-03-12+json", authorization: `Bearer ${token}` }
    })
    assert.strictEqual(groups.status, 200)
  })

  it("answers insertMany of GraphQL with the documents, as the page does", async () => {
    await using emulator = await Emulator.start({ switches: { insertMany: "documents" } })
    const response = await fetch(`${emulator.url}${client}/app/${app.clientAppId}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", email: user.username, password: user.password },
      body: JSON.stringify({
        query:
          "mutation { insertManyMovies(data: [{ title: \"Alien\", year: 1979 }, { title: \"Brazil\" }]) { title year } }"
      })
    })
    assert.deepStrictEqual(await response.json(), {
      data: { insertManyMovies: [{ title: "Alien", year: 1979 }, { title: "Brazil", year: null }] }
    })
  })

  it.each<[string, object]>([
    ["profile", { profile: "toString" }],
    ["switches", { switches: { loginIds: "all" } }],
    ["switches", { switches: { login: "none" } }]
  ])("names %s when it is wrong", async (option, options) => {
    const error: unknown = await Emulator.start(options).catch((error: unknown) => error)
    assert.include(error, { _tag: "InvalidOption", option })
  })
})
