import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { App, Credentials, LocalVerifier, TokenVerifier } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { inspect } from "node:util"
import { afterAll, beforeAll } from "vitest"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())

const makeVerifier = (options?: Partial<TokenVerifier.Options>) =>
  TokenVerifier.make({
    ...DefaultSeed.administrator,
    groupId: DefaultSeed.app.groupId,
    appId: DefaultSeed.app.id,
    baseUrl: emulator.url,
    ...options
  })

const tokenOf = async () => {
  await using app = App.make({ appId: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
  const user = await app.logIn(Credentials.anonymous())
  return { id: user.id, token: await user.getAccessToken() }
}

const rejection = (promise: Promise<unknown>) => promise.then(() => "accepted", (error: unknown) => error)

describe("TokenVerifier", () => {
  it("gives the claims of a valid token", async () => {
    await using verifier = makeVerifier()
    const { id, token } = await tokenOf()
    const claims = await verifier.verify(token)
    assert.strictEqual(claims.sub, id)
    assert.strictEqual(claims.exp - claims.iat, 1800)
  })

  it("refuses what is no text at all, which programs without types hand on", async () => {
    await using verifier = makeVerifier()
    for (const each of [verifier, LocalVerifier.make({ secret: "s".repeat(32) })]) {
      for (const token of [undefined, null, 5]) {
        assert.propertyVal(await rejection(Reflect.apply(each.verify, each, [token])), "_tag", "TokenInvalid")
      }
    }
  })

  it("remembers an answer for 60 s, and says so", async () => {
    await using verifier = makeVerifier()
    const { token } = await tokenOf()
    await Promise.all(Array.from({ length: 100 }, () => verifier.verify(token)))
    await emulator.clock.advance("31 minutes")
    await verifier.verify(token)
    assert.include(await verifier.inspect(), { hits: 1, misses: 100, valid: 1 })
    assert.notInclude(inspect(await verifier.inspect()), token)
  })

  it("gives what it remembers at once, until it is disposed of", async () => {
    const verifier = makeVerifier()
    const { id, token } = await tokenOf()
    assert.isUndefined(verifier.verifyAtOnce(token))
    await verifier.verify(token)
    assert.strictEqual(verifier.verifyAtOnce(token)?.sub, id)
    assert.isUndefined(verifier.verifyAtOnce(`${token}x`))
    await verifier[Symbol.asyncDispose]()
    assert.isUndefined(verifier.verifyAtOnce(token))
  })

  it("refuses at once what it remembers as refused, and what is no token", async () => {
    await using verifier = makeVerifier()
    const forged = `${(await tokenOf()).token}x`
    const refusal = await rejection(verifier.verify(forged))
    assert.strictEqual(await rejection((async () => verifier.verifyAtOnce(forged))()), refusal)
    assert.throws(() => verifier.verifyAtOnce("nonsense"), /no JSON Web Token/)
    assert.include(await verifier.inspect(), { hits: 1, misses: 1, refused: 1 })
  })

  it("answers nobody who has left, not even from memory", async () => {
    await using verifier = makeVerifier()
    const { token } = await tokenOf()
    await verifier.verify(token)
    const reason = new Error("left")
    assert.strictEqual(await rejection(verifier.verify(token, { signal: AbortSignal.abort(reason) })), reason)
  })

  it("tells nothing by its time of how much of a token is right", async () => {
    await using verifier = makeVerifier()
    const { token } = await tokenOf()
    await verifier.verify(token)
    const almost = token.slice(0, -1) + (token.endsWith("A") ? "B" : "A")
    const nothing = token.replace(/\w/g, (character) => character === "x" ? "y" : "x")
    const millisOf = (guess: string) => {
      const started = performance.now()
      for (let n = 0; n < 200; n++) assert.isUndefined(verifier.verifyAtOnce(guess))
      return performance.now() - started
    }
    const ratios = Array.from({ length: 200 }, () => millisOf(almost) / millisOf(nothing)).toSorted((a, b) => a - b)
    assert.isAbove(ratios[100] ?? 0, 0.8)
    assert.isBelow(ratios[100] ?? 0, 1.25)
  })

  it("rejects an expired token, also when its own session has expired too", async () => {
    await using verifier = makeVerifier({ maxAge: 0 })
    const { token } = await tokenOf()
    await verifier.verify(token)
    await emulator.clock.advance("31 minutes")
    assert.include(await rejection(verifier.verify(token)), { _tag: "TokenExpired" })
  })

  it.each(["nonsense", "a.b", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl", ""])("rejects %j", async (token) => {
    await using verifier = makeVerifier()
    assert.include(await rejection(verifier.verify(token)), { _tag: "TokenInvalid" })
  })

  it("never calls a token invalid because of its own settings", async () => {
    const { token } = await tokenOf()
    await using wrongKey = makeVerifier({ privateKey: "wrong" })
    assert.include(await rejection(wrongKey.verify(token)), { _tag: "VerifierMisconfigured" })
    await using wrongApp = makeVerifier({ appId: "000000000000000000000000" })
    assert.include(await rejection(wrongApp.verify(token)), { _tag: "VerifierMisconfigured" })
  })

  it("never calls a token invalid because the service is away", async () => {
    const { token } = await tokenOf()
    await using verifier = makeVerifier({ baseUrl: "http://127.0.0.1:9" })
    assert.include(await rejection(verifier.verify(token)), { _tag: "VerifierUnavailable" })
  })
})
