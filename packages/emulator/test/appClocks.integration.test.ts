/** Apps whose time differs, and clients whose clock differs from the server's. */
import { assert, describe, it } from "@effect/vitest"
import { afterAll, afterEach, beforeAll } from "vitest"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import * as Emulator from "../src/Emulator.ts"
import * as EmulatorClock from "../src/EmulatorClock.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())
afterEach(() => emulator.reset())

const client = "/api/client/v2.0"
const start = Date.UTC(2031, 0, 1)
const hour = 3_600_000

const send = async (method: string, path: string, token?: string) => {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await fetch(`${emulator.url}${client}${path}`, { method, headers })
  const text = await response.text()
  const body: Readonly<Record<string, string>> = text === "" ? {} : JSON.parse(text)
  return { status: response.status, date: Date.parse(response.headers.get("date") ?? ""), body }
}

const logIn = (app: string) => send("POST", `/app/${app}/auth/providers/anon-user/login`)
const profile = (token = "") => send("GET", "/auth/profile", token)
const claims = (token = "") => JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")))

describe("an app's own clock", () => {
  it("expires its tokens alone, and its Date field goes with it", async () => {
    await emulator.clock.freeze()
    await emulator.clock.set(start)
    const { clientAppId: other } = await emulator.control.createApp()
    const clock = await emulator.control.clock(other)
    const [mine, theirs] = [await logIn(DefaultSeed.app.clientAppId), await logIn(other)]
    await clock.advance("31 minutes")
    const [alive, expired] = [await profile(mine.body["access_token"]), await profile(theirs.body["access_token"])]
    assert.deepStrictEqual([alive.status, expired.status], [200, 401])
    assert.deepStrictEqual([alive.date, expired.date], [start, start + 31 * 60_000])
    const renewed = await send("POST", "/auth/session", theirs.body["refresh_token"])
    assert.strictEqual(claims(renewed.body["access_token"]).iat, (start + 31 * 60_000) / 1_000)
    assert.strictEqual((await send("GET", `/app/${other}/location`)).date, start + 31 * 60_000)
  })

  it("runs along with the emulator's, and can be set back to it", async () => {
    const { clientAppId } = await emulator.control.createApp()
    const clock = await emulator.control.clock(clientAppId)
    await emulator.clock.freeze()
    await emulator.clock.set(start)
    await clock.advance("1 hour")
    await emulator.clock.advance("2 hours")
    assert.strictEqual(clock.now(), start + 3 * hour)
    await clock.freeze()
    await emulator.clock.advance("1 hour")
    assert.strictEqual(clock.now(), start + 3 * hour)
    const snapshot = await emulator.snapshot()
    await clock.reset()
    assert.strictEqual(clock.now(), emulator.clock.now())
    await snapshot.restore()
    assert.strictEqual(clock.now(), start + 3 * hour)
    await emulator.reset()
    assert.approximately(clock.now(), Date.now(), 5_000)
  })

  it("is moved and followed by another process", async () => {
    const { clientAppId } = await emulator.control.createApp()
    const path = `${emulator.url}/__emulator/apps/${clientAppId}/clock`
    const move = async (payload: object) => {
      const headers = { "content-type": "application/json" }
      return (await fetch(path, { method: "POST", headers, body: JSON.stringify(payload) })).json()
    }
    const moved = await move({ frozen: true, set: start, advance: "1 hour", skew: -5_000 })
    assert.deepInclude(moved, { now: start + hour, frozen: true, skew: -5_000 })
    await using followed = await EmulatorClock.follow(emulator.url, { app: clientAppId })
    assert.strictEqual(followed.now(), start + hour)
    const woken = followed.sleep(hour, new AbortController().signal)
    await move({ advance: "61 minutes" })
    await woken
    assert.strictEqual((await fetch(path, { method: "DELETE" })).status, 204)
    const { now } = await (await fetch(path)).json()
    assert.approximately(now, Date.now(), 5_000)
    assert.strictEqual((await fetch(path.replace(clientAppId, "nobody-abcde"))).status, 404)
  })
})

describe("skew", () => {
  it.each([90, -90])(
    "puts the server %i minutes from its clients: tokens, their expiry and the Date field",
    async (minutes) => {
      await emulator.clock.freeze()
      await emulator.clock.set(start)
      const { body: before } = await logIn(DefaultSeed.app.clientAppId)
      await emulator.clock.skew(minutes * 60_000)
      assert.strictEqual(emulator.clock.now(), start)
      const { body, date } = await logIn(DefaultSeed.app.clientAppId)
      assert.strictEqual(date, start + minutes * 60_000)
      assert.strictEqual(claims(body["access_token"]).iat, date / 1_000)
      assert.strictEqual((await profile(before["access_token"])).status, minutes > 30 ? 401 : 200)
      await emulator.clock.skew(0)
      assert.strictEqual((await profile(before["access_token"])).status, 200)
    }
  )
})
