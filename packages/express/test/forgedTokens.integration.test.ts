import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { requireBearer, type Verifier } from "@atlas-bearer/express"
import { App, Credentials, LocalVerifier, TokenVerifier } from "@atlas-bearer/node"
import express from "express"
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from "jose"
import { createHmac } from "node:crypto"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { refusal, serve } from "./servers.ts"

const secret = "a signing secret of 32 bytes, or more"
const now = () => Math.floor(Date.now() / 1000)
type Changes = Readonly<Record<string, unknown>>
const payload = (changes?: Changes): JWTPayload => ({
  typ: "access",
  sub: "u",
  iss: "s",
  iat: now() - 10,
  exp: now() + 1790,
  ...changes
})
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")
const forge = (header: object, key: string, changes?: Changes) => {
  const content = `${encode(header)}.${encode(payload(changes))}`
  return `${content}.${createHmac("sha256", key).update(content).digest("base64url")}`
}
const hs256 = { alg: "HS256", typ: "JWT" }

const guarded = async (verifier: Verifier.Verifier) => {
  const app = express()
  app.use(requireBearer({ verifier, realm: "movies" }))
  app.use((_request, response) => {
    response.end()
  })
  return serve(app)
}
const send = (url: string, token: string) => fetch(url, { headers: { authorization: `Bearer ${token}` } })
const isRefused = async (response: Response) => {
  const { body, challenge, status } = await refusal(response)
  assert.strictEqual(status, 401)
  assert.strictEqual(body["code"], "invalid_token")
  assert.include(challenge, "error=\"invalid_token\"")
}

describe("with the app's signing secret, requireBearer refuses", () => {
  it.each<[string, () => string]>([
    ["the algorithm none", () => `${encode({ alg: "none" })}.${encode(payload())}.`],
    ["the algorithm NoNe", () => `${encode({ alg: "NoNe" })}.${encode(payload())}.`],
    ["another key", () => forge(hs256, "another secret of 32 bytes, or more!")],
    ["an empty key", () => forge(hs256, "")],
    ["a refresh token", () => forge(hs256, secret, { typ: "refresh" })],
    ["a token that names no type", () => forge(hs256, secret, { typ: undefined })],
    ["a token that expired more than the tolerance ago", () => forge(hs256, secret, { exp: now() - 6 })],
    ["a token without an end", () => forge(hs256, secret, { exp: undefined })],
    ["claims that were changed", () => {
      const [header, , signature] = forge(hs256, secret).split(".")
      return [header, encode(payload({ sub: "admin" })), signature].join(".")
    }]
  ])("%s", async (_, token) => {
    await using server = await guarded(LocalVerifier.make({ secret }))
    assert.strictEqual((await send(server.url, forge(hs256, secret))).status, 200)
    await isRefused(await send(server.url, token()))
  })

  it("a token that expired 1 s ago, when no tolerance is asked for", async () => {
    await using server = await guarded(LocalVerifier.make({ secret, clockTolerance: 0 }))
    await isRefused(await send(server.url, forge(hs256, secret, { exp: now() - 1 })))
  })

  it.each(["", " \n\t"])("to start with a public key behind %j", async (space) => {
    const { publicKey } = await generateKeyPair("RS256")
    const pem = space + await exportSPKI(publicKey)
    assert.throws(() => LocalVerifier.make({ secret: pem }), "secret")
  })
})

describe("with public keys, requireBearer refuses", () => {
  it("what is signed with HS256 by the public key, in any form", async () => {
    const { privateKey, publicKey } = await generateKeyPair("RS256")
    const jwk = { ...await exportJWK(publicKey), kid: "k", alg: "RS256" }
    await using keys = await serve((_request, response) => response.end(JSON.stringify({ keys: [jwk] })))
    await using server = await guarded(LocalVerifier.make({ jwksUrl: keys.url }))
    const signed = new SignJWT(payload()).setProtectedHeader({ alg: "RS256", kid: "k" }).sign(privateKey)
    assert.strictEqual((await send(server.url, await signed)).status, 200)
    const pem = await exportSPKI(publicKey)
    for (const key of [pem, pem.trim(), ` ${pem}`, jwk.n ?? "", JSON.stringify(jwk)]) {
      for (const kid of ["k", undefined]) await isRefused(await send(server.url, forge({ ...hs256, kid }, key)))
    }
  })
})

describe("by verify_token, requireBearer refuses", () => {
  let emulator: Emulator.Running
  beforeAll(async () => {
    emulator = await Emulator.start()
  })
  afterAll(() => emulator[Symbol.asyncDispose]())

  const verifierOf = (appId: string = DefaultSeed.app.id) =>
    TokenVerifier.make({ ...DefaultSeed.administrator, groupId: DefaultSeed.app.groupId, appId, baseUrl: emulator.url })
  const sessionOf = async () => {
    await using app = App.make({ appId: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
    const session = await app.authenticate(Credentials.anonymous())
    return { accessToken: await session.getAccessToken(), ...session.export() }
  }

  it("refresh tokens, tokens of nobody, and tokens that end", async () => {
    await using verifier = verifierOf()
    await using server = await guarded(verifier)
    const { accessToken, refreshToken } = await sessionOf()
    assert.strictEqual((await send(server.url, accessToken)).status, 200)
    for (const token of [refreshToken, `${accessToken}x`, forge(hs256, secret), "a.b.c", "x"]) {
      await isRefused(await send(server.url, token))
    }
    // Another verifier remembers nothing of this one.
    await using wrongApp = verifierOf("000000000000000000000000")
    await using other = await guarded(wrongApp)
    assert.strictEqual((await send(other.url, accessToken)).status, 503)
    await using forgetful = verifierOf()
    await emulator.clock.advance("31 minutes")
    await using later = await guarded(forgetful)
    await isRefused(await send(later.url, accessToken))
  })
})
