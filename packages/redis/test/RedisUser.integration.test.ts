/** What a user of Redis must be permitted. */
import { RedisTokenStore } from "@atlas-bearer/redis"
import { assert, describe, it } from "vitest"
import { rejection } from "./rejection.ts"
import { withRedis } from "./withRedis.ts"

const key = "sa:a:1"
const record = () => ({
  generation: 1,
  accessToken: "hunter2",
  expiresAt: new Date(Date.now() + 3_600_000).toISOString()
})

const { redis, server } = withRedis()

describe("a user of Redis", () => {
  // The README's line.
  const acl = ["on", ">secret", "~atlas-bearer:*", "&atlas-bearer:*", "-@all"]
    .concat(["+evalsha", "+eval", "+get", "+set", "+del", "+hget", "+hset", "+persist", "+pexpire", "+publish"])
    .concat(["+subscribe", "+unsubscribe", "+hello"])
  const url = () => server().url.replace("//", "//app:secret@")

  it("needs the permissions of the README and no more", async () => {
    await redis().sendCommand(["ACL", "SETUSER", "app", "reset", ...acl])
    await using store = RedisTokenStore.make({ url: url() })
    assert.isTrue(await store.set(key, record(), 0))
    assert.isTrue(await store.set(key, { generation: 2 }, 1))
    const finish = Promise.withResolvers<void>()
    const held = store.withLease(key, 60_000, () => finish.promise)
    await rejection(store.get("nothing").then((found) => assert.isDefined(found)))
    const waiting = store.withLease(key, 60_000, () => assert.fail("has the lease"))
    finish.resolve()
    assert.deepStrictEqual(await Promise.all([held, waiting]), [true, false])
    await store.remove(key)
    const log = JSON.stringify(await redis().sendCommand(["ACL", "LOG"]))
    assert.strictEqual(log, "[]")
  })

  it("who may not do it is told what is missing, with no token in it", async () => {
    await redis().sendCommand(["ACL", "SETUSER", "app", "reset", ...acl, "-hset"])
    await using store = RedisTokenStore.make({ url: url() })
    const refused = await rejection(store.set(key, record(), 0))
    assert.include(refused, { _tag: "RedisRefused" })
    assert.match(String(refused), /can.t run this command|no permissions/i)
    assert.notInclude(String(refused), "hunter2")
    await using stranger = RedisTokenStore.make({ url: server().url.replace("//", "//app:hunter2@") })
    const unknown = await rejection(stranger.get(key))
    assert.include(unknown, { _tag: "RedisRefused" })
    assert.notInclude(String(unknown), "hunter2")
  })
})
