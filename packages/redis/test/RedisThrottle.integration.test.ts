/** What the processes of a fleet tell each other of limits. */
import { RedisThrottle } from "@atlas-bearer/redis"
import * as RedisServer from "@atlas-bearer/servers/RedisServer"
import { setTimeout as sleep } from "node:timers/promises"
import { assert, describe, it } from "vitest"
import * as proxies from "./proxy.ts"
import { rejection } from "./rejection.ts"
import { withRedis } from "./withRedis.ts"

const { redis, server } = withRedis()

const key = "POST https://cloud.test/api/oauth/token mdb_sa_id_1"

const never = new AbortController().signal

/** One who follows, with what it heard. */
const following = (options: Partial<RedisThrottle.Options> = {}) => {
  const throttle = RedisThrottle.make({ url: server().url, ...options })
  let changes = 0
  let changed = Promise.withResolvers<void>()
  const failures: Array<unknown> = []
  const unfollow = throttle.follow({
    onChange: () => {
      changes++
      changed.resolve()
      changed = Promise.withResolvers()
    },
    onFailure: (error) => failures.push(error)
  })
  return {
    throttle,
    failures,
    changes: () => changes,
    next: () => changed.promise,
    [Symbol.asyncDispose]: async () => {
      unfollow()
      await throttle[Symbol.asyncDispose]()
    }
  }
}

/** Until a message would reach it. */
const listening = async (count: number) => {
  const numsub = async () =>
    Number((await redis().pubSubNumSub("atlas-bearer:{throttle}:told"))["atlas-bearer:{throttle}:told"])
  while (await numsub() < count) await sleep(5)
}

describe("what one process tells", () => {
  it("is known to all that follow, and to who comes later, with what is left of the wait", async () => {
    await using teller = following()
    await using other = following()
    await listening(2)
    assert.isUndefined(other.throttle.heard(key))
    const heard = other.next()
    await teller.throttle.tell(key, { wait: 60_000, limit: { count: 10, window: 60_000 } })
    await heard
    await using late = following()
    await late.throttle.ready()
    for (const { throttle } of [other, late]) {
      const { limit, wait = 0 } = throttle.heard(key) ?? {}
      assert.isAtMost(wait, 60_001)
      assert.isAbove(wait, 55_000)
      assert.deepStrictEqual(limit, { count: 10, window: 60_000 })
      assert.isUndefined(throttle.heard("another key"))
    }
    // Who told it knows it.
    assert.isUndefined(teller.throttle.heard(key))
    assert.strictEqual(teller.changes(), 0)
  })

  it("names nobody in Redis", async () => {
    await using teller = following()
    await teller.throttle.tell(key, { wait: 60_000, limit: { count: 10, window: 60_000 } })
    await teller.throttle.admit(key, { count: 1, window: 60_000 }, never)
    const keys = await redis().keys("*")
    assert.lengthOf(keys, 2)
    const everything = JSON.stringify([keys, await redis().xRange("atlas-bearer:{throttle}:told", "-", "+")])
    assert.notMatch(everything, /mdb_sa|cloud|oauth/)
    for (const name of keys) assert.isAbove(await redis().pTTL(name), 0)
  })
})

describe("a throttle whose channel", () => {
  it("cannot be heard asks for what others told, and hears it within 50 ms", async () => {
    await using teller = following()
    const client = { evalSha: redis().evalSha.bind(redis()), eval: redis().eval.bind(redis()) }
    await using other = following({ url: undefined, client })
    await other.throttle.ready()
    const elapsed: Array<number> = []
    for (let i = 0; i < 5; i++) {
      const heard = other.next()
      await teller.throttle.tell(`${key}${i}`, { wait: 60_000 })
      const told = performance.now()
      await heard
      elapsed.push(performance.now() - told)
    }
    assert.isBelow(Math.min(...elapsed), 50)
  })

  it("was cut off hears it again, and what was told meanwhile", async () => {
    await using proxy = await proxies.start(server().port)
    await using teller = following()
    await using other = following({ url: proxy.url })
    await listening(2)
    proxy.delay = Infinity
    proxy.cut()
    await teller.throttle.tell(key, { wait: 60_000 })
    while (other.failures.length === 0) await sleep(10)
    assert.include(other.failures[0], { _tag: "RedisUnavailable" })
    assert.isUndefined(other.throttle.heard(key))
    const heard = other.next()
    proxy.delay = 0
    await heard
    assert.isDefined(other.throttle.heard(key))
  })
})

describe("a throttle whose Redis is away", () => {
  it("lets nobody wait longer than 250 ms, in any method, and says so", async () => {
    await using mortal = await RedisServer.start()
    await using throttle = RedisThrottle.make({ url: mortal.url })
    await throttle.admit(key, { count: 1, window: 1000 }, never)
    mortal.signal("SIGSTOP")
    const elapsed = async (promise: Promise<unknown>) => {
      const began = performance.now()
      assert.include(await rejection(promise), { _tag: "RedisUnavailable" })
      return performance.now() - began
    }
    const ask = () => [throttle.admit(key, { count: 1, window: 1000 }, never), throttle.tell(key, { wait: 1 })]
    for (const time of await Promise.all(ask().map(elapsed))) assert.isBelow(time, 1_500)
    await using late = following({ url: mortal.url })
    const began = performance.now()
    await late.throttle.ready()
    assert.isBelow(performance.now() - began, 1_500)
    assert.isUndefined(late.throttle.ready())
    assert.include(late.failures[0], { _tag: "RedisUnavailable" })
    const back = late.next()
    mortal.signal("SIGCONT")
    await back
  })
})
