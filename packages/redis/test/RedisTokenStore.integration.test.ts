/** What a store leaves in Redis. */
import { RedisTokenStore } from "@atlas-bearer/redis"
import { assert, describe, it } from "vitest"
import { rejection } from "./rejection.ts"
import { withRedis } from "./withRedis.ts"

const key = "sa:https%3A%2F%2Fcloud.mongodb.com:mdb_sa_id_1"
const encryptionKey = new Uint8Array(32).fill(7)
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()
const record = () => ({ generation: 1, accessToken: "hunter2", expiresAt: inAnHour() })

const { redis, server } = withRedis()

const storeOf = (options?: RedisTokenStore.Options) => RedisTokenStore.make({ url: server().url, ...options })

const onlyKey = async () => {
  const [found = "", ...others] = await redis().keys("*")
  assert.deepStrictEqual(others, [])
  return found
}

/** The whole of what Redis has, as text. */
const contents = async () => JSON.stringify(await redis().hGetAll(await onlyKey()))

describe("what rests in Redis", () => {
  it("is one key that names nobody, and no lease", async () => {
    await using store = storeOf()
    await store.withLease(key, 1000, async () => void await store.set(key, record(), 0))
    assert.match(await onlyKey(), /^atlas-bearer:\{[0-9a-f]{64}\}:record$/)
  })

  it("goes a minute after its token, by Redis' own clock, and what takes its place in its own time", async () => {
    await using store = storeOf()
    await store.set(key, record(), 0)
    assert.approximately(await redis().pTTL(await onlyKey()), 3_660_000, 2_000)
    await store.set(key, { ...record(), generation: 2, expiresAt: "2020-01-01T00:00:00.000Z" }, 1)
    assert.approximately(await redis().pTTL(await onlyKey()), 60_000, 2_000)
  })

  it.each([
    ["a session", { ...record(), refreshToken: "hunter3" }],
    ["a list of users", { generation: 1, userIds: ["a"], userId: "a" }],
    ["a token whose end nobody knows", { generation: 1, accessToken: "hunter2" }]
  ])("stays when it is %s", async (_, stays) => {
    await using store = storeOf()
    await store.set(key, stays, 0)
    assert.strictEqual(await redis().pTTL(await onlyKey()), -1)
    await store.set(key, { ...record(), generation: 2 }, 1)
    await store.set(key, { ...stays, generation: 3 }, 2)
    assert.strictEqual(await redis().pTTL(await onlyKey()), -1)
  })

  it("shows no token when it is encrypted", async () => {
    await using sealed = storeOf({ encryptionKey })
    await sealed.set(key, record(), 0)
    assert.notMatch(await contents(), /hunter2|accessToken|mdb_sa_id/)
    await sealed.remove(key)
    await using plain = storeOf()
    await plain.set(key, record(), 0)
    assert.match(await contents(), /hunter2/)
  })

  it("belongs to its prefix", async () => {
    await using one = storeOf({ prefix: "one:" })
    await using other = storeOf({ prefix: "other:" })
    await one.set(key, record(), 0)
    assert.isUndefined(await other.get(key))
    assert.match(await onlyKey(), /^one:/)
  })

  it.each<[string, Uint8Array | undefined, Uint8Array | undefined]>([
    ["sealed", encryptionKey, new Uint8Array(32).fill(8)],
    ["sealed", encryptionKey, undefined],
    ["notSealed", undefined, encryptionKey]
  ])(
    "is refused as %s by a store with another encryptionKey, which does not replace it",
    async (reason, right, wrong) => {
      await using one = storeOf({ encryptionKey: right })
      await using other = storeOf({ encryptionKey: wrong })
      const stored = record()
      await one.set(key, stored, 0)
      assert.include(await rejection(other.get(key)), { _tag: "RecordUnreadable", redisKey: await onlyKey(), reason })
      assert.isFalse(await other.set(key, stored, 0))
      assert.deepStrictEqual(await one.get(key), stored)
    }
  )

  it("is refused when it was moved to another holder's key, or is not ours", async () => {
    await using store = storeOf({ encryptionKey })
    await store.set(key, record(), 0)
    const place = await onlyKey()
    await store.set("other", record(), 0)
    const [other = ""] = (await redis().keys("*")).filter((name) => name !== place)
    await redis().copy(place, other, { REPLACE: true })
    assert.include(await rejection(store.get("other")), { _tag: "RecordUnreadable", reason: "sealed" })
    await using plain = storeOf()
    await redis().hSet(place, "record", "{\"accessToken\":\"hunter2")
    const damaged = await rejection(plain.get(key))
    assert.include(damaged, { _tag: "RecordUnreadable", reason: "damaged" })
    assert.notInclude(String(damaged), "hunter2")
    await redis().set(other, "foreign", { GET: false })
    assert.include(await rejection(plain.get("other")), { _tag: "RedisRefused" })
  })
})
