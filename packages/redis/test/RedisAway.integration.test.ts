/** What a store does while Redis is away or slow, and how it notices that it is back. */
import { RedisTokenStore } from "@atlas-bearer/redis"
import { freePort } from "@atlas-bearer/servers/freePort"
import * as RedisServer from "@atlas-bearer/servers/RedisServer"
import { setTimeout as sleep } from "node:timers/promises"
import { createClient } from "redis"
import { assert, describe, it } from "vitest"
import * as proxies from "./proxy.ts"
import { rejection } from "./rejection.ts"
import { withRedis } from "./withRedis.ts"

const key = "sa:a:1"
const record = { generation: 1, accessToken: "hunter2" }

/** Milliseconds: what a busy machine may add to 250, and far less than anybody else's patience. */
const soon = 1_500

const { server } = withRedis("--repl-diskless-sync-delay", "0")

const unavailable = async (promise: Promise<unknown>) => {
  const began = performance.now()
  assert.include(await rejection(promise), { _tag: "RedisUnavailable" })
  return performance.now() - began
}

/** Until Redis is asked again. */
const back = async <A>(ask: () => Promise<A>): Promise<A> => {
  try {
    return await ask()
  } catch {
    await sleep(50)
    return back(ask)
  }
}

describe("a store whose Redis is away", () => {
  it("fails at once where nobody listens, in every method", async () => {
    await using store = RedisTokenStore.make({ url: `redis://localhost:${await freePort()}` })
    const failures = [
      store.get(key),
      store.set(key, record, 0),
      store.remove(key),
      store.withLease(key, 1000, assert.fail)
    ]
    for (const elapsed of await Promise.all(failures.map(unavailable))) assert.isBelow(elapsed, soon)
    assert.include(String(await rejection(store.get(key))), "ECONNREFUSED")
  })

  it("fails after 250 ms where nobody answers, then at once, and comes back by itself", async () => {
    await using proxy = await proxies.start(server().port)
    await using store = RedisTokenStore.make({ url: proxy.url })
    proxy.delay = Infinity
    const elapsed = await unavailable(store.get(key))
    assert.isAtLeast(elapsed, 240)
    assert.isBelow(elapsed, soon)
    for (let i = 0; i < 20; i++) await unavailable(store.get(key))
    assert.strictEqual(proxy.connections(), 1)
    proxy.delay = 0
    assert.isTrue(await back(() => store.set(key, record, 0)))
    proxy.delay = Infinity
    assert.isAtLeast(await unavailable(store.get(key)), 240)
    proxy.delay = 0
    assert.deepStrictEqual(await back(() => store.get(key)), record)
    assert.strictEqual(proxy.connections(), 3)
  })

  it("comes to a connection that takes longer to make than anybody waits", async () => {
    await using proxy = await proxies.start(server().port)
    // Each of two round trips, the greeting and the command, takes 200 ms.
    proxy.delay = 100
    await using store = RedisTokenStore.make({ url: proxy.url })
    await unavailable(store.get(key))
    assert.isTrue(await back(() => store.set(key, record, 0)))
    assert.deepStrictEqual(await store.get(key), record)
    assert.strictEqual(proxy.connections(), 1)
  })

  it("does not use a given client that is not connected, and leaves it to its owner", async () => {
    const client = createClient({ url: server().url })
    {
      await using store = RedisTokenStore.make({ client })
      await unavailable(store.get(key))
    }
    await client.connect()
    {
      await using store = RedisTokenStore.make({ client })
      assert.isTrue(await store.set(key, record, 0))
    }
    assert.isTrue(client.isOpen)
    client.destroy()
  })

  it("has nothing any more when Redis comes back empty, and knows its scripts again", async () => {
    await using mortal = await RedisServer.start()
    await using store = RedisTokenStore.make({ url: mortal.url })
    await store.set(key, record, 0)
    await mortal.restart()
    assert.isUndefined(await back(() => store.get(key)))
    assert.isTrue(await store.set(key, record, 0))
  })

  it("says that it was disposed of", async () => {
    const store = RedisTokenStore.make({ url: server().url })
    await store.get(key)
    await store[Symbol.asyncDispose]()
    await unavailable(store.get(key))
  })
})

describe("a failover", () => {
  it("finds what was copied, and a replica that is asked too early refuses", async () => {
    await using replica = await RedisServer.start("--replicaof", "127.0.0.1", String(server().port))
    const other = createClient({ url: replica.url })
    await other.on("error", console.error).connect()
    await using store = RedisTokenStore.make({ url: server().url })
    await store.set(key, record, 0)
    while (await other.dbSize() === 0) await sleep(10)
    await using moved = RedisTokenStore.make({ url: replica.url })
    assert.include(await rejection(moved.set(key, { ...record, generation: 2 }, 1)), { _tag: "RedisRefused" })
    await other.sendCommand(["REPLICAOF", "NO", "ONE"])
    assert.isFalse(await moved.set(key, { ...record, generation: 2 }, 0))
    assert.isTrue(await moved.set(key, { ...record, generation: 2 }, 1))
    other.destroy()
  })
})
