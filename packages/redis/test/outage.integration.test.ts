/** Processes whose Redis is slow, cut off, dead or another one: no call fails while a token is good, and no limit is exceeded. */
import { Emulator } from "@atlas-bearer/emulator"
import * as RedisServer from "@atlas-bearer/servers/RedisServer"
import { setTimeout as sleep } from "node:timers/promises"
import { createClient } from "redis"
import { assert, describe, it } from "vitest"
import * as processes from "./processes.ts"
import * as proxies from "./proxy.ts"
import * as tokenRequests from "./tokenRequests.ts"

/** Waits for a replica to have what its master has, and makes it a master. */
const promote = async (url: string) => {
  const client = createClient({ url })
  await client.on("error", console.error).connect()
  while (!String(await client.info("replication")).includes("master_link_status:up")) await sleep(10)
  await client.sendCommand(["REPLICAOF", "NO", "ONE"])
  client.destroy()
}

describe("workers", { timeout: 180_000 }, () => {
  it("go on for themselves through each outage, and share again after it", async () => {
    await using emulator = await Emulator.start({ journal: 100_000, atlasRateLimit: "off" })
    await using server = await RedisServer.start("--repl-diskless-sync-delay", "0")
    await using proxy = await proxies.start(server.port)
    await using stack = new AsyncDisposableStack()
    const fleet = [1, 2, 3].map(() => stack.use(processes.worker(proxy.url, emulator.url)))

    const until = async (isSo: () => boolean) => {
      for (let looks = 1; !isSo(); looks++) {
        assert.isTrue(fleet.every(({ isRunning }) => isRunning()))
        // One that renewed late, when the others had, is not due with them.
        if (looks % 500 === 0) await emulator.clock.advance("15 minutes")
        await sleep(10)
      }
    }
    /** What all say until each has a new token. */
    const renewed = async () => {
      await until(() => fleet.every(({ has }) => has("tokenObtained")))
      return fleet.map(({ take }) => take())
    }
    type Round = Awaited<ReturnType<typeof renewed>>
    // The emulator's tokens live for an hour, and are renewed behind the calls in its last fifth.
    const renewal = async () => {
      for (const worker of fleet) worker.take()
      await emulator.clock.advance("50 minutes")
      return renewed()
    }
    const requests = (round: Round) => round.flat().filter(({ shared }) => shared === false).length
    const count = (lines: ReadonlyArray<processes.Line>, name: string) =>
      lines.filter(({ event }) => event === name).length
    /** Rounds go by until none of them finds its store failing: on a busy machine Redis may be slow by itself. */
    const sharing = async (round: Round): Promise<number> => {
      if (count(round.flat(), "storeFailed") === 0) return requests(round)
      await sleep(500)
      return sharing(await renewal())
    }

    assert.strictEqual(await sharing(await renewed()), 1)
    await using replica = await RedisServer.start("--replicaof", "127.0.0.1", String(server.port))
    const silence = () => proxy.delay = Infinity
    const outages: ReadonlyArray<[name: string, begin: () => unknown, end: () => unknown]> = [
      ["slow", () => proxy.delay = 500, () => proxy.delay = 0],
      ["silent", silence, () => proxy.delay = 0],
      ["cut off", () => [silence(), proxy.cut()], () => proxy.delay = 0],
      ["dead", server.kill, server.restart],
      ["another", server.kill, async () => {
        proxy.port = replica.port
        proxy.cut()
      }]
    ]
    for (const [name, begin, end] of outages) {
      if (name === "another") await promote(replica.url)
      await begin()
      const during = await renewal()
      assert.strictEqual(requests(during), 3, name)
      assert.isTrue(during.flat().some(({ cause }) => cause?.includes("Redis is not available")), name)
      for (const lines of during) assert.isAtMost(count(lines, "sharingFailed"), 1, name)
      await end()
      assert.strictEqual(await sharing(await renewal()), 1, name)
      // What each obtained for itself ends an hour later. On a busy machine that takes some rounds.
      while (await tokenRequests.live(emulator) > 2) assert.strictEqual(await sharing(await renewal()), 1, name)
    }
    for (const { finish } of fleet) {
      const last = await finish()
      assert.deepStrictEqual(last?.failures, [])
      assert.isAbove(last?.calls ?? 0, 50)
    }
    assert.deepInclude(await tokenRequests.count(emulator), { refused: 0 })
  })
})
