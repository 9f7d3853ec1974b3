import { LocalVerifier } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { inspect } from "node:util"
import { bySecret, device, domain, encode, forge, now, payload, rejection, secret, sign } from "./tokens.ts"

const thrownBy = (options: unknown): unknown => {
  try {
    LocalVerifier.make(options as Parameters<typeof LocalVerifier.make>[0])
  } catch (error) {
    return error
  }
  return "nothing was thrown"
}

describe("LocalVerifier with a secret", () => {
  const verifier = LocalVerifier.make({ secret })

  it("gives the claims under the names of verify_token", async () => {
    const iat = now()
    const exp = iat + 1800
    const customUserData = { color: "red" }
    const token = await bySecret({ iat, exp, user_data: customUserData })
    const claims = { sub: "u", exp, iat, iss: "s", domainId: domain, deviceId: device, customUserData }
    assert.deepStrictEqual(await verifier.verify(token), claims)
  })

  it("knows the names of 2020, and does without them", async () => {
    const old = { baas_device_id: undefined, baas_domain_id: undefined, iss: undefined, user_data: null }
    assert.include(await verifier.verify(await bySecret(old)), { deviceId: device, domainId: domain })
    const none = { ...old, stitch_devId: undefined, stitch_domainId: undefined }
    assert.hasAllKeys(await verifier.verify(await bySecret(none)), ["sub", "exp", "iat"])
  })

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ["of another type", { typ: "refresh" }],
    ["of no type", { typ: undefined }],
    ["of another type that has expired", { typ: "refresh", exp: 1 }],
    ["without a subject", { sub: undefined }],
    ["without an end", { exp: undefined }],
    ["without a start", { iat: undefined }],
    ["that is not valid yet", { nbf: now() + 60 }]
  ])("refuses a token %s", async (_, more) => {
    assert.include(await rejection(verifier.verify(await bySecret(more))), { _tag: "TokenInvalid" })
  })

  it.each<[string, () => string | Promise<string>]>([
    ["of another secret", () => bySecret({}, "x".repeat(32))],
    ["with alg none", () => `${encode({ alg: "none" })}.${encode(payload())}.`],
    ["with alg none and a signature", () => forge({ alg: "none" }, secret)],
    ["with alg hs256", () => forge({ alg: "hs256" }, secret)],
    ["without alg", () => forge({ typ: "JWT" }, secret)],
    ["with an unknown critical field", () => forge({ alg: "HS256", crit: ["exp"], exp: 1 }, secret)],
    ["with an unencoded payload", () => forge({ alg: "HS256", crit: ["b64"], b64: false }, secret)],
    ["whose claims are a list", () => forge({ alg: "HS256" }, secret, [])],
    ["signed with HS512", () => sign(new TextEncoder().encode(secret.repeat(2)), { alg: "HS512" })],
    ["that is none", () => "nonsense"],
    ["that is longer than App Services takes", () => bySecret({ fill: "x".repeat(1_000_000) })]
  ])("refuses a token %s", async (_, token) => {
    assert.include(await rejection(verifier.verify(await token())), { _tag: "TokenInvalid" })
  })

  it("allows the clocks to differ by 5 s, or by what is asked for", async () => {
    assert.include(await verifier.verify(await bySecret({ exp: now() - 3 })), { sub: "u" })
    const expired = await bySecret({ exp: now() - 7 })
    assert.include(await rejection(verifier.verify(expired)), { _tag: "TokenExpired" })
    assert.include(await LocalVerifier.make({ secret, clockTolerance: "10 seconds" }).verify(expired), { sub: "u" })
    const strict = LocalVerifier.make({ secret, clockTolerance: 0 })
    assert.include(await rejection(strict.verify(await bySecret({ exp: now() - 1 }))), { _tag: "TokenExpired" })
  })

  it("shows neither the secret nor the token", async () => {
    const tokens = [await bySecret({ exp: 1 }), await bySecret({}, "x".repeat(32)), await bySecret({ sub: undefined })]
    for (const token of tokens) {
      const error = await rejection(verifier.verify(token))
      const shown = inspect([verifier, error], { depth: 20, showHidden: true }) + JSON.stringify(error)
      for (const hidden of [secret, ...token.split("."), device]) assert.notInclude(shown, hidden)
    }
  })

  it("has an answer at once when it met the signer before", async () => {
    const fresh = LocalVerifier.make({ secret })
    const token = await bySecret()
    assert.isUndefined(fresh.verifyAtOnce(token))
    const claims = await fresh.verify(token)
    assert.deepStrictEqual(fresh.verifyAtOnce(token), claims)
    const refusals = [
      [await bySecret({ exp: 1 }), "TokenExpired"],
      [await bySecret({ typ: "refresh" }), "TokenInvalid"],
      [await bySecret({}, "x".repeat(32)), "TokenInvalid"],
      ["nonsense", "TokenInvalid"]
    ] as const
    for (const [refused, _tag] of refusals) {
      assert.include(await rejection((async () => fresh.verifyAtOnce(refused))()), { _tag })
      assert.include(await rejection(fresh.verify(refused)), { _tag })
    }
  })

  it("meets no signer in a token that is not well signed", async () => {
    const fresh = LocalVerifier.make({ secret })
    assert.include(await rejection(fresh.verify(await bySecret({}, "x".repeat(32)))), { _tag: "TokenInvalid" })
    assert.isUndefined(fresh.verifyAtOnce(await bySecret()))
  })

  it("ends with the caller's signal", async () => {
    const signal = AbortSignal.abort()
    assert.notStrictEqual(await rejection(verifier.verify(await bySecret(), { signal })), "accepted")
  })
})

describe("a wrong option of LocalVerifier", () => {
  const pem = "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----"
  const jwksUrl = "https://example.com/keys"
  it.each<[string, unknown]>([
    ["secret", { secret: "" }],
    ["secret", {}],
    ["secret", { secret: "x".repeat(31) }],
    ["secret", { secret: pem }],
    ["secret", { secret: ` \n\t${pem}` }],
    ["secret", { secret: `\uFEFF${pem}` }],
    ["secret", { secret, jwksUrl }],
    ["jwksUrl", { jwksUrl: "" }],
    ["jwksUrl", { jwksUrl: "http://example.com/keys" }],
    ["jwksUrl", { jwksUrl: "https://user:pass@example.com/keys" }],
    ["jwksUrl", { jwksUrl: null }],
    ["algorithms", { jwksUrl, algorithms: [] }],
    ["algorithms", { jwksUrl, algorithms: "RS256" }],
    ["algorithms", { jwksUrl, algorithms: ["HS256"] }],
    ["algorithms", { jwksUrl, algorithms: ["RS256", "none"] }],
    ["issuer", { jwksUrl, issuer: "" }],
    ["audience", { jwksUrl, audience: "" }],
    ["clockTolerance", { secret, clockTolerance: -1 }],
    ["clockTolerance", { secret, clockTolerance: NaN }],
    ["clockTolerance", { secret, clockTolerance: "soon" }]
  ])("throws an InvalidOption that names %s and shows no secret: %j", (option, options) => {
    const error = thrownBy(options)
    assert.include(error, { _tag: "InvalidOption", option })
    for (const hidden of [secret, "x".repeat(31), "MIIB", "pass"]) assert.notInclude(inspect(error), hidden)
  })
})
