import { VerifierUnavailable } from "@atlas-bearer/core/VerifyError"
import { LocalVerifier } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { Duration } from "effect"
import { exportJWK, exportSPKI, generateKeyPair } from "jose"
import { setTimeout } from "node:timers/promises"
import { afterEach, beforeAll, beforeEach } from "vitest"
import { type KeyServer, keyServer } from "./keyServer.ts"
import { device, encode, forge, payload, rejection, sign } from "./tokens.ts"

describe("LocalVerifier with public keys", () => {
  const keyOf = async (alg: "RS256" | "ES256", kid: string) => {
    const { privateKey, publicKey } = await generateKeyPair(alg)
    const jwk = { ...await exportJWK(publicKey), kid }
    return { alg, kid, privateKey, jwk, pem: await exportSPKI(publicKey) }
  }
  const signed = (key: Awaited<ReturnType<typeof keyOf>>, changes?: Readonly<Record<string, unknown>>, kid = key.kid) =>
    sign(key.privateKey, { alg: key.alg, kid }, changes)

  let rsa: Awaited<ReturnType<typeof keyOf>>
  let ec: typeof rsa
  let server: KeyServer
  let verifier: LocalVerifier.LocalVerifier

  beforeAll(async () => {
    rsa = await keyOf("RS256", "rsa")
    ec = await keyOf("ES256", "ec")
  })
  beforeEach(async () => {
    server = await keyServer(() => Response.json({ keys: [rsa.jwk, ec.jwk] }))
    verifier = LocalVerifier.make({ jwksUrl: server.url })
  })
  afterEach(() => server[Symbol.asyncDispose]())

  it("accepts RS256 and ES256, and fetches the keys once", async () => {
    const tokens = await Promise.all([rsa, ec].flatMap((key) => Array.from({ length: 50 }, () => signed(key))))
    for (const claims of await Promise.all(tokens.map((token) => verifier.verify(token)))) {
      assert.include(claims, { sub: "u", deviceId: device })
    }
    assert.strictEqual(server.fetches.length, 1)
  })

  it.each(["/", "?p=b2c_1_signin", "/?a=b&c"])(
    "fetches the keys from the URL as it is, with %s at its end",
    async (end) => {
      await using elsewhere = await keyServer((path) =>
        path === `/keys${end}` ? Response.json({ keys: [rsa.jwk] }) : new Response(null, { status: 404 })
      )
      const there = LocalVerifier.make({ jwksUrl: elsewhere.url + end })
      assert.include(await there.verify(await signed(rsa)), { sub: "u" })
    }
  )

  it("looks at issuer and audience, and takes one algorithm when that is asked for", async () => {
    const options = { jwksUrl: server.url, issuer: "s", audience: "movies", algorithms: ["RS256"] as const }
    const strict = LocalVerifier.make(options)
    assert.include(await strict.verify(await signed(rsa, { aud: ["movies"] })), { iss: "s" })
    for (const [key, more] of [[ec, { aud: "movies" }], [rsa, { aud: "other" }], [rsa, {}]] as const) {
      assert.include(await rejection(strict.verify(await signed(key, more))), { _tag: "TokenInvalid" })
    }
    const other = await signed(rsa, { aud: "movies", iss: "other" })
    assert.include(await rejection(strict.verify(other)), { _tag: "TokenInvalid" })
  })

  it.each<[string, () => string | Promise<string>]>([
    ["signed with HS256 and the public key", () => forge({ alg: "HS256", kid: "rsa" }, rsa.pem)],
    ["with alg none", () => `${encode({ alg: "none", kid: "rsa" })}.${encode(payload())}.`],
    ["with an unknown critical field", () => forge({ alg: "RS256", kid: "rsa", crit: ["x"], x: 1 }, "")],
    ["signed with PS256 by a key for RS256", () => forge({ alg: "PS256", kid: "rsa" }, "")],
    ["of another key with a known id", async () => signed(await keyOf("RS256", "rsa"))],
    ["that carries its own key", () => forge({ alg: "RS256", jwk: rsa.jwk, kid: "rsa" }, rsa.pem)],
    ["of another type", () => signed(rsa, { typ: "refresh" })]
  ])("refuses a token %s", async (_, token) => {
    assert.include(await rejection(verifier.verify(await token())), { _tag: "TokenInvalid" })
  })

  it("knows an expired token", async () => {
    assert.include(await rejection(verifier.verify(await signed(rsa, { exp: 1 }))), { _tag: "TokenExpired" })
  })

  it.each([undefined, "same"])("tries each of several keys that fit a token, with the id %s", async (kid) => {
    const other = await keyOf("RS256", "other")
    const short = { kty: "RSA", n: rsa.jwk.n?.slice(0, 171), e: "AQAB" }
    server.answer = () => Response.json({ keys: [short, other.jwk, rsa.jwk].map((jwk) => ({ ...jwk, kid })) })
    const tokenOf = ({ privateKey }: typeof rsa) => sign(privateKey, { alg: "RS256", ...(kid && { kid }) })
    for (const key of [other, rsa, other]) {
      assert.include(await verifier.verify(await tokenOf(key)), { sub: "u" })
      assert.include(verifier.verifyAtOnce(await tokenOf(key)), { sub: "u" })
    }
    assert.strictEqual(server.fetches.length, 1)
    const stranger = await tokenOf(await keyOf("RS256", "stranger"))
    assert.include(await rejection(verifier.verify(stranger)), { _tag: "TokenInvalid" })
  })

  it("looks for a new key when a token that names none is signed by none that is known", async () => {
    const tokenOf = ({ privateKey }: typeof rsa) => sign(privateKey, { alg: "RS256" })
    assert.include(await verifier.verify(await tokenOf(rsa)), { sub: "u" })
    const next = await keyOf("RS256", "next")
    server.answer = () => Response.json({ keys: [next.jwk] })
    const [first, second] = [await tokenOf(next), await tokenOf(next)]
    assert.isUndefined(verifier.verifyAtOnce(first))
    assert.include(await verifier.verify(first), { sub: "u" })
    assert.include(verifier.verifyAtOnce(second), { sub: "u" })
    assert.include(await rejection(verifier.verify(await tokenOf(rsa))), { _tag: "TokenInvalid" })
    assert.strictEqual(server.fetches.length, 3)
  })

  it("reads no key set that is longer than any", async () => {
    server.answer = () => Response.json({ keys: [rsa.jwk], x: "x".repeat(2_000_000) })
    assert.include(await rejection(verifier.verify(await signed(rsa))), { _tag: "VerifierUnavailable" })
    assert.strictEqual(server.fetches.length, 1)
  })

  it("accepts a new key within a second of 200 unknown ids, with one fetch a second", async () => {
    await verifier.verify(await signed(rsa))
    const next = await keyOf("ES256", "next")
    const flood = await Promise.all(Array.from({ length: 200 }, (_, n) => signed(rsa, {}, `random-${n}`)))
    const refused = flood.map((token) => rejection(verifier.verify(token)))
    server.answer = () => Response.json({ keys: [next.jwk] })
    const started = performance.now()
    assert.include(await verifier.verify(await signed(next)), { sub: "u" })
    assert.isBelow(performance.now() - started, 1500)
    for (const error of await Promise.all(refused)) assert.include(error, { _tag: "TokenInvalid" })
    assert.strictEqual(server.fetches.length, 2)
    // Its key is gone, and so is what was known of its signer.
    assert.isUndefined(verifier.verifyAtOnce(await signed(rsa)))
    assert.include(await rejection(verifier.verify(await signed(rsa))), { _tag: "TokenInvalid" })
    assert.strictEqual(server.fetches.length, 3)
    const [first = 0, second = 0, third = 0] = server.fetches
    assert.isAtLeast(Math.min(second - first, third - second), 950)
  })

  it.each<[string, () => Response, number, number]>([
    ["is down", () => new Response(null, { status: 503, headers: { "retry-after": "30" } }), 29_000, 30_000],
    ["has moved", () => new Response(null, { status: 302, headers: { location: "/keys" } }), 1, 1000],
    ["gives a page", () => new Response("<html></html>"), 1, 1000],
    ["gives no keys", () => Response.json({ error: "x" }), 1, 1000]
  ])(
    "never calls a token invalid because the key server %s, and does not ask at once again",
    async (_, answer, min, max) => {
      server.answer = answer
      for (const _ of [1, 2]) {
        const error = await rejection(verifier.verify(await signed(rsa)))
        assert.include(error, { _tag: "VerifierUnavailable" })
        const millis = error instanceof VerifierUnavailable && error.retryAfter && Duration.toMillis(error.retryAfter)
        assert.isAtLeast(Number(millis), min)
        assert.isAtMost(Number(millis), max)
      }
      assert.strictEqual(server.fetches.length, 1)
    }
  )

  it("accepts tokens of known keys while the key server is down, and says nothing of others", async () => {
    await verifier.verify(await signed(rsa))
    server.answer = () => new Response(null, { status: 500 })
    assert.include(await rejection(verifier.verify(await signed(rsa, {}, "new"))), { _tag: "VerifierUnavailable" })
    assert.include(await verifier.verify(await signed(rsa)), { sub: "u" })
  })

  it("forgets an outage that is over", async () => {
    server.answer = () => new Response(null, { status: 500 })
    const token = await signed(rsa)
    assert.include(await rejection(verifier.verify(token)), { _tag: "VerifierUnavailable" })
    server.answer = () => Response.json({ keys: [rsa.jwk] })
    // Nobody is asked again at once.
    assert.include(await rejection(verifier.verify(token)), { _tag: "VerifierUnavailable" })
    const answered = async (): Promise<unknown> => verifier.verify(token).catch(() => setTimeout(20).then(answered))
    assert.include(await answered(), { sub: "u" })
    assert.include(await rejection(verifier.verify(await signed(ec))), { _tag: "TokenInvalid" })
  })

  it("never calls a token invalid because nobody answers", async () => {
    const nobody = LocalVerifier.make({ jwksUrl: "http://127.0.0.1:9/keys" })
    assert.include(await rejection(nobody.verify(await signed(rsa))), { _tag: "VerifierUnavailable" })
  })
})
