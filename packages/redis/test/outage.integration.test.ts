/** Processes whose Redis is slow, silent, or dies and comes back empty: no call fails while a token is good. */
import { Emulator } from "@atlas-bearer/emulator"
import * as RedisServer from "@atlas-bearer/servers/RedisServer"
import { setTimeout as sleep } from "node:timers/promises"
import { assert, describe, it } from "vitest"
import * as processes from "./processes.ts"
import * as proxies from "./proxy.ts"

const until = async (isSo: () => boolean) => {
  while (!isSo()) await sleep(10)
}

describe("workers", { timeout: 60_000 }, () => {
  it("go on for themselves through each outage, and share again after it", async () => {
    await using emulator = await Emulator.start()
    await using server = await RedisServer.start()
    await using proxy = await proxies.start(server.port)
    await using stack = new AsyncDisposableStack()
    const fleet = [1, 2, 3].map(() => stack.use(processes.worker(proxy.url, emulator.url)))

    /** What all say until each has a new token. */
    const renewed = async () => {
      await until(() => fleet.every(({ has }) => has("tokenObtained")))
      return fleet.flatMap(({ take }) => take())
    }
    // The emulator's tokens live for an hour, and are renewed behind the calls in its last fifth.
    const renewal = async () => {
      for (const worker of fleet) worker.take()
      await emulator.clock.advance("50 minutes")
      return renewed()
    }
    const requests = (lines: ReadonlyArray<processes.Line>) => lines.filter(({ shared }) => shared === false).length
    const hasFailed = (lines: ReadonlyArray<processes.Line>) => lines.some(({ event }) => event === "storeFailed")
    /** Rounds go by until none of them finds its store failing: on a busy machine Redis may be slow by itself. */
    const sharing = async (round: ReadonlyArray<processes.Line>): Promise<number> => {
      if (!hasFailed(round)) return requests(round)
      await sleep(500)
      return sharing(await renewal())
    }

    assert.strictEqual(await sharing(await renewed()), 1)
    const outages: ReadonlyArray<[name: string, begin: () => unknown, end: () => unknown]> = [
      ["slow", () => proxy.delay = 500, () => proxy.delay = 0],
      ["silent", () => proxy.delay = Infinity, () => proxy.delay = 0],
      ["dead", server.kill, server.restart]
    ]
    for (const [name, begin, end] of outages) {
      await begin()
      const during = await renewal()
      assert.strictEqual(requests(during), 3, name)
      assert.isTrue(during.some(({ cause }) => cause?.includes("Redis is not available")), name)
      await end()
      assert.strictEqual(await sharing(await renewal()), 1, name)
    }
    for (const { finish } of fleet) {
      const last = await finish()
      assert.deepStrictEqual(last?.failures, [])
      assert.isAbove(last?.calls ?? 0, 50)
    }
  })
})
