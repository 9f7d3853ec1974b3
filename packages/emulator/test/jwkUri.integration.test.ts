/** Custom tokens of an issuer that publishes its keys at an address and changes them. */
import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import * as Emulator from "../src/Emulator.ts"
import { logInTo, served } from "./administered.ts"
import { logIn } from "./customTokenLogin.ts"

const pair = () => generateKeyPairSync("rsa", { modulusLength: 2048 })
const jwk = ({ publicKey }: ReturnType<typeof pair>, kid: string) => ({ ...publicKey.export({ format: "jwk" }), kid })
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")

const tokenOf = ({ privateKey }: { readonly privateKey: KeyObject }, kid?: string, claims: object = {}) => {
  const now = Math.floor(Date.now() / 1000)
  const payload = { sub: "24601", aud: DefaultSeed.app.clientAppId, exp: now + 90 * 24 * 3600, ...claims }
  const content = `${encode({ alg: "RS256", typ: "JWT", kid })}.${encode(payload)}`
  return `${content}.${sign("sha256", Buffer.from(content), privateKey).toString("base64url")}`
}

/** An issuer on this machine: what it answers, and how often it was asked. */
const issue = async (content: unknown) => {
  const issuer = { content, asked: 0, status: 200 }
  const server = createServer((_, reply) => {
    issuer.asked++
    reply.writeHead(issuer.status).end(
      typeof issuer.content === "string" ? issuer.content : JSON.stringify(issuer.content)
    )
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  assert(address !== null && typeof address === "object")
  const { port }: AddressInfo = address
  return Object.assign(issuer, {
    uri: `http://127.0.0.1:${port}/keys`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections())
  })
}

const [first, second] = [pair(), pair()]
const wrong = "401 signature is invalid"

describe("a JSON Web Key Set at an address", () => {
  it("is read once for many logins, and again for a key that is new and when it is old", async () => {
    await using issuer = await issue({ keys: [jwk(first, "a")] })
    await using emulator = await Emulator.start({ customTokenJwkUri: issuer.uri })
    await emulator.clock.freeze()
    const together = Array.from({ length: 8 }, () => logIn(emulator.url, tokenOf(first, "a")))
    assert.deepStrictEqual(await Promise.all(together), Array<string>(8).fill("200"))
    assert.strictEqual(issuer.asked, 1)

    issuer.content = { keys: [jwk(second, "b")] }
    // It was asked just now: whoever sends strange tokens does not make it ask again.
    for (const kid of ["b", "c", "d"]) assert.strictEqual(await logIn(emulator.url, tokenOf(second, kid)), wrong)
    assert.strictEqual(issuer.asked, 1)
    await emulator.clock.advance("10 seconds")
    assert.strictEqual(await logIn(emulator.url, tokenOf(second, "b")), "200")
    assert.strictEqual(await logIn(emulator.url, tokenOf(first, "a")), wrong)
    assert.strictEqual(issuer.asked, 2)

    issuer.content = { keys: [jwk(first, "b")] }
    await emulator.clock.advance("9 minutes")
    assert.strictEqual(await logIn(emulator.url, tokenOf(second, "b")), "200")
    await emulator.clock.advance("1 minute")
    assert.strictEqual(await logIn(emulator.url, tokenOf(second, "b")), wrong)
    assert.strictEqual(await logIn(emulator.url, tokenOf(first, "b")), "200")
    assert.strictEqual(issuer.asked, 3)
  })

  it("outlasts an issuer that is away, and says what is wrong with one that never was there", async () => {
    await using issuer = await issue({ keys: [jwk(first, "a")] })
    await using emulator = await Emulator.start({ customTokenJwkUri: issuer.uri })
    assert.strictEqual(await logIn(emulator.url, tokenOf(first, "a")), "200")
    issuer.status = 503
    await emulator.clock.advance("1 hour")
    assert.strictEqual(await logIn(emulator.url, tokenOf(first, "a")), "200")
    await emulator.reset()
    const reason = "401 the JSON Web Key Set cannot be read: "
    assert.strictEqual(await logIn(emulator.url, tokenOf(first, "a")), `${reason}status 503`)
    issuer.status = 200
    for (
      const [content, problem] of [
        ["<html>", "it is no JSON Web Key Set"],
        ["x".repeat(70_000), "it is larger than 64 KiB"],
        [{ keys: ["a", "b", "c", "d"].map((kid) => jwk(first, kid)) }, "custom tokens have at most 3 keys"]
      ] as const
    ) {
      issuer.content = content
      await emulator.reset()
      assert.strictEqual(await logIn(emulator.url, tokenOf(first, "a")), `${reason}${problem}`)
    }
  })

  it("may be a single key; keys for other purposes, and tokens that name none, are of no use", async () => {
    await using issuer = await issue(jwk(first, "a"))
    await using emulator = await Emulator.start({ customTokenJwkUri: issuer.uri, customTokenKeys: [jwk(second, "b")] })
    assert.strictEqual(await logIn(emulator.url, tokenOf(first, "a")), "200")
    assert.strictEqual(await logIn(emulator.url, tokenOf(first)), wrong)
    assert.strictEqual(await logIn(emulator.url, tokenOf(second, "b")), wrong)
    assert.strictEqual(await logIn(emulator.url, await emulator.tokenLab.mint({ kind: "custom" })), "200")
    issuer.content = {
      keys: [{ ...jwk(first, "a"), use: "enc" }, { ...jwk(second, "b"), alg: "PS256" }, { kty: "oct" }]
    }
    await emulator.reset()
    for (const token of [tokenOf(first, "a"), tokenOf(second, "b")]) {
      assert.strictEqual(await logIn(emulator.url, token), wrong)
    }
  })

  it.effect("is set by administrators, as are several audiences", () =>
    Effect.gen(function*() {
      const issuer = yield* Effect.acquireDisposable(Effect.promise(() => issue({ keys: [jwk(first, "a")] })))
      const admin = yield* AdminClient
      const { url } = yield* Emulator.Emulator
      const provider = yield* logInTo("custom-token")
      const set = (config: Record<string, string | boolean | ReadonlyArray<string>>) =>
        admin.updateAuthProvider({ ...provider, payload: { config } })
      const tryAll = Effect.forEach([["one"], ["two"], ["one", "two"]], (aud) =>
        Effect.promise(async () => (await logIn(url, tokenOf(first, "a", { aud }))).slice(0, 3)))
      for (const config of [{ useJWKURI: true }, { jwkURI: "ftp://127.0.0.1/" }, { audience: [] }, { audience: 1 }]) {
        const refused = yield* Effect.flip(admin.updateAuthProvider({ ...provider, payload: { config } }))
        assert.strictEqual(refused._tag, "BadRequest")
      }
      yield* set({ useJWKURI: true, jwkURI: issuer.uri, audience: ["one", "two"] })
      assert.deepStrictEqual(yield* tryAll, ["401", "401", "200"])
      yield* set({ requireAnyAudience: true })
      assert.deepStrictEqual(yield* tryAll, ["200", "200", "200"])
      assert.deepInclude((yield* admin.getAuthProvider(provider)).config, {
        audience: ["one", "two"],
        requireAnyAudience: true,
        signingAlgorithm: "RS256",
        useJWKURI: true,
        jwkURI: issuer.uri
      })
      yield* set({ useJWKURI: false, audience: "one" })
      assert.deepStrictEqual(yield* tryAll, ["401", "401", "401"])
    }).pipe(Effect.scoped, served()))
})
