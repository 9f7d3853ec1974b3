/** Servers that tell each other which tokens are valid. */
import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { App, Credentials, TokenVerifier } from "@atlas-bearer/node"
import { RedisVerificationCache } from "@atlas-bearer/redis"
import { freePort } from "@atlas-bearer/servers/freePort"
import { assert, describe, it } from "vitest"
import { rejection } from "./rejection.ts"
import { withRedis } from "./withRedis.ts"

const { redis, server } = withRedis()

const encryptionKey = new Uint8Array(32).fill(7)

const { app: { clientAppId, groupId, id }, administrator } = DefaultSeed

/** An emulator, somebody's token, and how often it was asked for a token. */
const start = async () => {
  const emulator = await Emulator.start()
  await using app = App.make({ appId: clientAppId, baseUrl: emulator.url })
  const user = await app.logIn(Credentials.anonymous())
  return {
    url: emulator.url,
    userId: user.id,
    token: await user.getAccessToken(),
    asked: async () => (await emulator.journal.entries()).filter(({ url }) => url.endsWith("verify_token")).length,
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose]()
  }
}

const verifierOf = (baseUrl: string, cache: RedisVerificationCache.RedisVerificationCache) =>
  TokenVerifier.make({ ...administrator, baseUrl, groupId, appId: id, cache })

describe("verifiers that share a cache in Redis", () => {
  it.each([["as text", undefined], ["sealed", encryptionKey]])(
    "ask once for a token, whose verdict is there %s",
    async (_, encryptionKey) => {
      await using emulator = await start()
      await using cache = RedisVerificationCache.make({ url: server().url, encryptionKey })
      await using one = verifierOf(emulator.url, cache)
      await using other = verifierOf(emulator.url, cache)
      const claims = await one.verify(emulator.token)
      while (await redis().dbSize() === 0) await new Promise(setImmediate)
      assert.deepStrictEqual(await other.verify(emulator.token), claims)
      assert.strictEqual(claims.sub, emulator.userId)
      assert.strictEqual(await emulator.asked(), 1)
      const [key = ""] = await redis().keys("*")
      assert.match(key, /^atlas-bearer:\{[0-9a-f]{64}\}:verdict$/)
      assert.isAtMost(await redis().pTTL(key), 60_000)
      const stored = String(await redis().get(key))
      assert.notInclude(stored, emulator.token)
      assert.strictEqual(stored.includes(claims.sub), encryptionKey === undefined)
    }
  )

  it("believe nobody who does not have the key", async () => {
    await using emulator = await start()
    await using honest = RedisVerificationCache.make({ url: server().url, encryptionKey })
    await using forger = RedisVerificationCache.make({ url: server().url })
    await using forged = verifierOf(emulator.url, forger)
    await using verifier = verifierOf(emulator.url, honest)
    await forged.verify(emulator.token)
    while (await redis().dbSize() === 0) await new Promise(setImmediate)
    await verifier.verify(emulator.token)
    assert.strictEqual(await emulator.asked(), 2)
    await honest.set("a", { valid: 1 }, 1000)
    assert.include(await rejection(forger.get("a")), { _tag: "RecordUnreadable", reason: "sealed" })
  })

  it("ask for themselves while Redis is away", async () => {
    await using emulator = await start()
    await using cache = RedisVerificationCache.make({ url: `redis://127.0.0.1:${await freePort()}` })
    await using verifier = verifierOf(emulator.url, cache)
    const failed = (async () => {
      for await (const event of verifier.events) if (event._tag === "sharingFailed") return event
      return undefined
    })()
    assert.strictEqual((await verifier.verify(emulator.token)).sub, emulator.userId)
    assert.include(String((await failed)?.error.cause), "ECONNREFUSED")
  })
})
