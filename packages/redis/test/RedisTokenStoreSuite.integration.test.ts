/** What every token store must do, over every client that a store in Redis may be given; and a throttle over a cluster. */
import * as PromiseTokenStore from "@atlas-bearer/core/PromiseTokenStore"
import { suite } from "@atlas-bearer/core/testing/TokenStoreSuite"
import { TokenStore } from "@atlas-bearer/core/TokenStore"
import { RedisThrottle, RedisTokenStore } from "@atlas-bearer/redis"
import * as RedisServer from "@atlas-bearer/servers/RedisServer"
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { setTimeout as sleep } from "node:timers/promises"
import { createClient, createCluster } from "redis"
import { createClient as createClient5, createCluster as createCluster5 } from "redis5"
import { afterAll, assert, beforeAll, describe } from "vitest"
import * as RedisCluster from "./RedisCluster.ts"

const encryptionKey = new Uint8Array(32).fill(7)

let server: RedisServer.RedisServer
let cluster: RedisCluster.RedisCluster
const opened: Array<{ readonly destroy: () => unknown }> = []

beforeAll(async () => {
  ;[server, cluster] = await Promise.all([RedisServer.start(), RedisCluster.start()])
})
afterAll(async () => {
  for (const client of opened) client.destroy()
  await Promise.all([server[Symbol.asyncDispose](), cluster[Symbol.asyncDispose]()])
})

interface Connectable {
  readonly on: (event: "error", listener: (error: unknown) => void) => unknown
  readonly connect: () => Promise<unknown>
  readonly destroy: () => unknown
}

const connected = async <A extends Connectable>(client: A) => {
  client.on("error", console.error)
  await client.connect()
  opened.push(client)
  return client
}

const variants: Record<string, () => Promise<RedisTokenStore.RedisTokenStore>> = {
  "a URL": async () => RedisTokenStore.make({ url: server.url, prefix: "url:" }),
  "a URL and encrypted": async () => RedisTokenStore.make({ url: server.url, prefix: "sealed:", encryptionKey }),
  "a client of redis 6": async () =>
    RedisTokenStore.make({ client: await connected(createClient({ url: server.url })), prefix: "6:" }),
  "a client of redis 5": async () =>
    RedisTokenStore.make({ client: await connected(createClient5({ url: server.url })), prefix: "5:" }),
  "a cluster of redis 6": async () =>
    RedisTokenStore.make({ client: await connected(createCluster({ rootNodes: cluster.rootNodes })), prefix: "6:" }),
  "a cluster of redis 5": async () =>
    RedisTokenStore.make({ client: await connected(createCluster5({ rootNodes: cluster.rootNodes })), prefix: "5:" })
}

describe.concurrent.each(Object.entries(variants))("a token store in Redis over %s", (_, make) => {
  let layer: Promise<Layer.Layer<TokenStore>> | undefined
  const store = () => layer ??= make().then((store) => Layer.succeed(TokenStore, PromiseTokenStore.toTokenStore(store)))
  for (const { name, test } of suite) {
    it.live(name, () => Effect.flatMap(Effect.promise(store), (layer) => Effect.provide(test, layer)))
  }
})

it("a throttle over a cluster tells the others, and counts what all send", async () => {
  const client = await connected(createCluster({ rootNodes: cluster.rootNodes }))
  const [one, other] = [RedisThrottle.make({ client }), RedisThrottle.make({ client })]
  const heard = Promise.withResolvers<void>()
  const unfollow = other.follow({ onChange: heard.resolve, onFailure: heard.reject })
  await other.ready()
  await one.tell("key", { wait: 60_000 })
  await heard.promise
  assert.isAbove(other.heard("key")?.wait ?? 0, 50_000)
  unfollow()
  const { signal } = new AbortController()
  // Keys of several nodes.
  for (const key of ["a", "b", "c"]) {
    const limit = { count: 2, window: 100 }
    const [first, second] = [await one.admit(key, limit, signal), await other.admit(key, limit, signal)]
    assert(typeof first === "object" && typeof second === "object")
    assert.strictEqual(await one.admit(key, limit, signal), 100)
    first.cancel()
    second.settle()
    for (const throttle of [one, other]) {
      for (let wait = 1; wait > 0;) {
        const answer = await throttle.admit(key, limit, signal)
        wait = typeof answer === "number" ? answer : 0
        await sleep(wait)
      }
    }
    assert.isNumber(await one.admit(key, limit, signal))
  }
})
