/** How a lease in Redis ends, for those who wait for it. */
import { RedisTokenStore } from "@atlas-bearer/redis"
import * as RedisServer from "@atlas-bearer/servers/RedisServer"
import { setTimeout as sleep } from "node:timers/promises"
import { assert, describe, it } from "vitest"
import * as proxies from "./proxy.ts"
import { rejection } from "./rejection.ts"
import { withRedis } from "./withRedis.ts"

const key = "sa:a:1"

const { redis, server } = withRedis()

const keysThere = async () => (await redis().keys("*")).length

describe("a lease in Redis", () => {
  const hold = async (store: RedisTokenStore.RedisTokenStore) => {
    const [begun, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const held = store.withLease(key, 60_000, () => {
      begun.resolve()
      return done.promise
    })
    await begun.promise
    return async () => {
      done.resolve()
      await held
    }
  }

  it("tells of its end those who wait, before they would look again", async () => {
    await using store = RedisTokenStore.make({ url: server().url })
    await using other = RedisTokenStore.make({ url: server().url })
    const elapsed: Array<number> = []
    for (let i = 0; i < 3; i++) {
      const end = await hold(store)
      const waiting = other.withLease(key, 60_000, () => assert.fail("has the lease"))
      // Now the pauses between two looks are 250 ms; the last look was 20 ms ago.
      await sleep(590)
      await end()
      const ended = performance.now()
      assert.isFalse(await waiting)
      elapsed.push(performance.now() - ended)
    }
    assert.isBelow(Math.min(...elapsed), 50)
  })

  it("is looked at when the client cannot listen", async () => {
    await using store = RedisTokenStore.make({ url: server().url })
    const client = { evalSha: redis().evalSha.bind(redis()), eval: redis().eval.bind(redis()) }
    await using other = RedisTokenStore.make({ client })
    const end = await hold(store)
    const waiting = other.withLease(key, 60_000, () => assert.fail("has the lease"))
    await sleep(50)
    await end()
    assert.isFalse(await waiting)
  })

  it("is waited for by nobody whose signal aborts, and no connection is left that listens", async () => {
    await using store = RedisTokenStore.make({ url: server().url })
    const end = await hold(store)
    const subscriber = redis().duplicate()
    // It has not begun to connect when nobody listens any more.
    const connect = subscriber.connect.bind(subscriber)
    const connected = Promise.withResolvers<void>()
    const client = {
      evalSha: redis().evalSha.bind(redis()),
      eval: redis().eval.bind(redis()),
      duplicate: () => Object.assign(subscriber, { connect: () => sleep(10).then(connect).finally(connected.resolve) })
    }
    await using other = RedisTokenStore.make({ client })
    const left = other.withLease(key, 60_000, () => assert.fail("has the lease"), AbortSignal.abort("enough"))
    assert.strictEqual(await rejection(left), "enough")
    await connected.promise
    while (subscriber.isOpen) await sleep(5)
    await end()
  })

  it("is waited for no longer when Redis dies meanwhile", async () => {
    await using mortal = await RedisServer.start()
    await using store = RedisTokenStore.make({ url: mortal.url })
    await using other = RedisTokenStore.make({ url: mortal.url })
    const end = await hold(store)
    const waiting = rejection(other.withLease(key, 60_000, () => assert.fail("has the lease")))
    await sleep(20)
    await mortal.kill()
    assert.include(await waiting, { _tag: "RedisUnavailable" })
    await end()
  })

  it("is undone when its answer is lost with the connection, and the others do not wait for its end", async () => {
    await using proxy = await proxies.start(server().port)
    await using store = RedisTokenStore.make({ url: proxy.url })
    await using other = RedisTokenStore.make({ url: server().url })
    const askers = { lost: () => assert.fail("has the lease"), other: () => Promise.resolve() }
    // Both know the scripts, and their connections are open.
    for (const one of [store, other]) await one.withLease(key, 60_000, askers.other)
    let lost = ""
    proxy.swallows = (text) => {
      lost = text
      return true
    }
    assert.include(await rejection(store.withLease(key, 60_000, askers.lost)), { _tag: "RedisUnavailable" })
    // Redis had given it: the answer was the name of the new owner.
    assert.match(lost, /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/)
    const began = performance.now()
    while (!await other.withLease(key, 60_000, askers.other)) assert.isBelow(performance.now() - began, 5_000)
    assert.isBelow(performance.now() - began, 5_000)
    assert.strictEqual(await keysThere(), 0)
  })

  it("ends at once when its holder stopped waiting for it", async () => {
    await using proxy = await proxies.start(server().port)
    await using store = RedisTokenStore.make({ url: proxy.url })
    await store.withLease(key, 60_000, () => Promise.resolve())
    proxy.delay = 300
    assert.include(await rejection(store.withLease(key, 60_000, () => assert.fail("has the lease"))), {
      _tag: "RedisUnavailable"
    })
    while (await keysThere() === 0) await sleep(5)
    while (await keysThere() > 0) await sleep(5)
  })
})
