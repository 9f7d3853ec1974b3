/** Clients on the clock of an emulator: later is a call and not a wait. */
import type { PromiseClock } from "@atlas-bearer/core/PromiseClock"
import { DefaultSeed, Emulator, EmulatorClock } from "@atlas-bearer/emulator"
import { App, Credentials, ServiceAccount } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { setTimeout as sleep } from "node:timers/promises"
import { rawServer } from "./rawServer.ts"

/** Resolves with the client's next event of this kind. */
const next = async (events: AsyncIterable<{ readonly _tag: string }>, tag: string) => {
  for await (const { _tag } of events) if (_tag === tag) return
}

describe("A client on the emulator's clock", () => {
  it("renews a user's token before it ends, so that no request is refused", async () => {
    await using emulator = await Emulator.start()
    const { clock } = emulator
    await using app = App.make({ appId: DefaultSeed.app.clientAppId, baseUrl: emulator.url, clock })
    const user = await app.logIn(Credentials.emailPassword(DefaultSeed.user))
    const token = await user.getAccessToken()
    await clock.advance("20 minutes")
    assert.strictEqual(await user.getAccessToken(), token)
    await clock.advance("9 minutes")
    const renewed = next(app.events, "tokenObtained")
    assert.strictEqual(await user.getAccessToken(), token, "it is good for a minute, and renewed behind its callers")
    await renewed
    assert.notStrictEqual(await user.getAccessToken(), token)
  })

  it("waits on it as long as the server asks", async () => {
    await using emulator = await Emulator.start({ tokenRateLimit: "1/1m" })
    await using clock = await EmulatorClock.follow(emulator.url)
    const make = () => ServiceAccount.make({ ...DefaultSeed.serviceAccount, baseUrl: emulator.url, clock })
    await using first = make()
    await using second = make()
    await first.getAccessToken()
    const closed = next(second.events, "keyClosed")
    const waiting = second.getAccessToken()
    await closed
    await emulator.clock.advance("61 seconds")
    assert.match(await waiting, /^ey/)
  })

  it("is told when it is none", () => {
    const make = () => Reflect.apply(App.make, undefined, [{ appId: "myapp-abcde", clock: { now: 7 } }])
    assert.throws(make, /clock must be an object with now\(\), sleep\(\)/)
  })
})

describe("A clock of one's own", () => {
  it("has the deadline of a fetch with all its steps", async () => {
    let ahead = 0
    const clock: PromiseClock = {
      now: () => Date.now() + ahead,
      sleep: async (milliseconds, signal) => void (await sleep(milliseconds, undefined, { signal }))
    }
    const clientSecret = async () => {
      ahead += 2000
      return "s"
    }
    await using server = await rawServer((_, response) => response.end())
    await using account = ServiceAccount.make({ clientId: "c", clientSecret, baseUrl: server.url, clock })
    const failure = await account.fetch("/x", { deadline: 1500 }).catch((error: unknown) => error)
    assert.include(failure, { _tag: "DeadlineExceeded" })
    assert.strictEqual((await account.fetch("/x", { deadline: 1500 })).status, 200)
  })

  it("keeps nobody waiting when it is set back", async () => {
    await using emulator = await Emulator.start()
    let ahead = 0
    const clock: PromiseClock = {
      now: () => Date.now() + ahead,
      sleep: async (milliseconds, signal) => void (await sleep(milliseconds, undefined, { signal }))
    }
    await using account = ServiceAccount.make({ ...DefaultSeed.serviceAccount, baseUrl: emulator.url, clock })
    await account.getAccessToken()
    await emulator.faults.arm({
      match: { path: "/api/atlas/v2/groups" },
      when: { nth: 1 },
      action: { type: "status", status: 429, retryAfter: 1 }
    })
    const waiting = next(account.events, "waiting")
    const call = account.fetch("/api/atlas/v2/groups")
    await waiting
    ahead = -24 * 60 * 60 * 1000
    assert.strictEqual((await call).status, 200)
  })
})
