/** A store over Redis Sentinel, which survives the master. */
import { RedisTokenStore } from "@atlas-bearer/redis"
import * as RedisServer from "@atlas-bearer/servers/RedisServer"
import { mkdtempDisposable, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import * as path from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { createClient, createSentinel } from "redis"
import { assert, it } from "vitest"

const key = "sa:a:1"
const record = { generation: 1, accessToken: "hunter2" }

const retried = async <A>(ask: () => Promise<A>): Promise<A> => {
  try {
    return await ask()
  } catch {
    await sleep(100)
    return retried(ask)
  }
}

it("finds the tokens again after a failover", { timeout: 30_000 }, async () => {
  await using master = await RedisServer.start("--repl-diskless-sync-delay", "0")
  await using replica = await RedisServer.start("--replicaof", "127.0.0.1", String(master.port))
  await using directory = await mkdtempDisposable(path.join(tmpdir(), "sentinel-"))
  const configuration = path.join(directory.path, "sentinel.conf")
  await writeFile(
    configuration,
    `sentinel monitor m 127.0.0.1 ${master.port} 1
sentinel down-after-milliseconds m 500
sentinel failover-timeout m 3000`
  )
  await using watcher = await RedisServer.start(configuration, "--sentinel")
  const copy = createClient({ url: replica.url })
  await copy.on("error", () => undefined).connect()
  const sentinel = createSentinel({ name: "m", sentinelRootNodes: [{ host: "127.0.0.1", port: watcher.port }] })
  sentinel.on("error", () => undefined)
  await sentinel.connect()
  const store = RedisTokenStore.make({ client: sentinel })
  assert.isTrue(await store.set(key, record, 0))
  while (await copy.dbSize() === 0) await sleep(10)
  await master.kill()
  assert.isTrue(await retried(() => store.set(key, { ...record, generation: 2 }, 1)))
  assert.deepStrictEqual(await store.get(key), { ...record, generation: 2 })
  sentinel.destroy()
  copy.destroy()
})
