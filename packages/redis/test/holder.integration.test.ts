/** The one who obtains the token for all is killed, or stopped for longer than its lease: what the provider sees of it. */
import { Emulator } from "@atlas-bearer/emulator"
import { setTimeout as sleep } from "node:timers/promises"
import { assert, describe, it } from "vitest"
import * as processes from "./processes.ts"
import * as tokenRequests from "./tokenRequests.ts"
import { withRedis } from "./withRedis.ts"

const { server } = withRedis()

/** A provider that is slow to answer the first, and allows only what is needed: whoever asks for more fails. */
const start = async (delay: string) => {
  const emulator = await Emulator.start({ tokenQuota: 2, tokenRateLimit: "2/1h" })
  await emulator.faults.arm({
    match: { path: "/api/oauth/token" },
    when: { nth: 1 },
    action: { type: "delay", for: delay }
  })
  return emulator
}

const first = async (emulator: Emulator.Running, ttl: string) => {
  const account = processes.account(server().url, emulator.url, ttl)
  while (!await tokenRequests.isAsked(emulator)) await sleep(5)
  return account
}

describe("a provider whose client's lease holder", { timeout: 180_000 }, () => {
  it("is killed is asked once more, for all others", async () => {
    await using emulator = await start("1 hour")
    await using dying = await first(emulator, "1000")
    await using waiting = processes.account(server().url, emulator.url, "1000")
    await sleep(100)
    dying.kill("SIGKILL")
    const token = await waiting.token
    await using late = processes.account(server().url, emulator.url, "1000")
    assert.strictEqual(await late.token, token)
    assert.match(token, /^ey/)
    assert.deepStrictEqual(await tokenRequests.count(emulator), { all: 2, refused: 0 })
    assert.strictEqual(await tokenRequests.live(emulator), 1)
  })

  it("is stopped has two live tokens, of which all use the newer one", async () => {
    await using emulator = await start("2 seconds")
    await using stale = await first(emulator, "500")
    stale.kill("SIGSTOP")
    await using other = processes.account(server().url, emulator.url, "500")
    const newer = await other.token
    while (await tokenRequests.live(emulator) < 2) await sleep(10)
    stale.kill("SIGCONT")
    await using third = processes.account(server().url, emulator.url, "500")
    assert.deepStrictEqual(await Promise.all([stale.token, third.token]), [newer, newer])
    assert.match(newer, /^ey/)
    assert.deepStrictEqual(await tokenRequests.count(emulator), { all: 2, refused: 0 })
    assert.strictEqual(await tokenRequests.live(emulator), 2)
  })
})
