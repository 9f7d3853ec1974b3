/** What a user of Redis must be permitted. */
import { RedisThrottle, RedisTokenStore, RedisVerificationCache } from "@atlas-bearer/redis"
import { readFile } from "node:fs/promises"
import { setTimeout as sleep } from "node:timers/promises"
import { assert, beforeEach, describe, it } from "vitest"
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
  beforeEach(async () => void await redis().sendCommand(["ACL", "LOG", "RESET"]))

  /** What the guide says after `ACL SETUSER <name>`, under a heading. */
  const rulesOf = async (heading: string) => {
    const guide = await readFile(new URL("../../../docs/guides/redis-in-operation.md", import.meta.url), "utf8")
    const [, rules] = guide.slice(guide.indexOf(heading)).split("ACL SETUSER atlas-bearer ")
    return rules?.split("\n")[0]?.split(" ") ?? assert.fail(`no rules under ${heading}`)
  }
  const setUser = async (heading: string, ...more: ReadonlyArray<string>) =>
    void await redis().sendCommand(["ACL", "SETUSER", "app", "reset", ...await rulesOf(heading), ...more])
  const refusals = async () => JSON.stringify(await redis().sendCommand(["ACL", "LOG"]))
  const url = () => server().url.replace("//", "//app:secret@")

  it("needs the permissions of the guide for tokens", async () => {
    await setUser("tokens alone")
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
    assert.strictEqual(await refusals(), "[]")
  })

  it("needs more of them for limits and verified tokens", async () => {
    await setUser("limits and verified tokens")
    await using throttle = RedisThrottle.make({ url: url() })
    const heard = Promise.withResolvers<void>()
    const unfollow = throttle.follow({ onChange: heard.resolve, onFailure: heard.reject })
    await throttle.ready()
    while ((await redis().pubSubChannels()).length === 0) await sleep(5)
    await using other = RedisThrottle.make({ url: url() })
    await other.tell("a", { wait: 1 })
    await heard.promise
    for (const isSent of [true, false]) {
      const admission = await throttle.admit("a", { count: 2, window: 60_000 }, new AbortController().signal)
      assert(typeof admission === "object")
      if (isSent) admission.settle()
      else admission.cancel()
    }
    const window = { count: 1, window: 60_000 }
    assert.isAbove(Number(await throttle.admit("a", window, new AbortController().signal)), 50_000)
    unfollow()
    await using cache = RedisVerificationCache.make({ url: url() })
    await cache.set("a", { valid: 1 }, 1_000)
    assert.isDefined(await cache.get("a"))
    assert.strictEqual(await refusals(), "[]")
  })

  it("who may not do it is told what is missing, with no token in it", async () => {
    await setUser("tokens alone", "-hset")
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
