/** What is no time for a clock is refused, and the clock stays as it was. */
import { assert, describe, it } from "@effect/vitest"
import { afterAll, afterEach, beforeAll } from "vitest"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import * as Emulator from "../src/Emulator.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())
afterEach(() => emulator.reset())

const { clientAppId } = DefaultSeed.app
const start = Date.UTC(2031, 0, 1)

const move = async (payload: object, path = "clock") => {
  const response = await fetch(`${emulator.url}/__emulator/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(payload)
  })
  return { status: response.status, ...await response.json() }
}

const locate = async () => {
  const { headers, status } = await fetch(`${emulator.url}/api/client/v2.0/app/${clientAppId}/location`)
  return { status, date: Date.parse(headers.get("date") ?? "") }
}

const rejected = (moved: Promise<void>): Promise<unknown> => moved.then(() => undefined, (error: unknown) => error)

describe("a clock that would be moved to no time", () => {
  it.each<[string, object]>([
    ["advance", { advance: "Infinity" }],
    ["advance", { advance: "-100 weeks", set: 0 }],
    ["set", { set: 1e18 }],
    ["set", { set: -1 }],
    ["skew", { skew: 1e18 }],
    ["skew", { frozen: false, advance: "1 hour", skew: -1e15 }]
  ])("answers 400 that names %s, and stays: %j", async (option, payload) => {
    await emulator.clock.freeze()
    await emulator.clock.set(start)
    for (const path of ["clock", `apps/${clientAppId}/clock`]) {
      const { error, error_code, status } = await move(payload, path)
      assert.deepStrictEqual([status, error_code], [400, "BadRequest"])
      assert.match(error, new RegExp(`^Option ${option} must be .*, to a time from 1970 to 9999$`))
    }
    assert.deepStrictEqual(await locate(), { status: 200, date: start })
    assert.include(await move({}), { now: start, skew: 0, frozen: true })
  })

  it("goes on serving when the last time runs out, of the emulator or of an app", async () => {
    await (await emulator.control.clock(clientAppId)).advance("1 hour")
    await emulator.clock.set(Date.UTC(9999, 11, 31, 23, 59, 59, 999))
    assert.deepStrictEqual(await locate(), { status: 200, date: Date.UTC(9999, 11, 31, 23, 59, 59) })
  })

  it("rejects what code says", async () => {
    await emulator.clock.freeze()
    await emulator.clock.set(start)
    const { advance, set, skew } = emulator.clock
    const errors = [
      await rejected(set(Date.parse("no date"))),
      await rejected(set(Number.POSITIVE_INFINITY)),
      await rejected(advance(Number.POSITIVE_INFINITY)),
      await rejected(advance(Number.NaN)),
      await rejected(skew(Number.NaN))
    ]
    for (const error of errors) assert.propertyVal(error, "_tag", "InvalidOption")
    assert.strictEqual(emulator.clock.now(), start)
    assert.deepStrictEqual(await locate(), { status: 200, date: start })
  })
})

describe("a clock", () => {
  it("shows whole milliseconds: people log in at any time", async () => {
    assert.include(await move({ frozen: true, set: 1.5 }), { status: 200, now: 2 })
    const login = await fetch(
      `${emulator.url}/api/client/v2.0/app/${clientAppId}/auth/providers/anon-user/login`,
      { method: "POST" }
    )
    assert.strictEqual(login.status, 200)
  })

  it("stops at the end of 9999 when it runs along with one that goes further", async () => {
    const clock = await emulator.control.clock(clientAppId)
    await clock.set(Date.UTC(9998, 0))
    await emulator.clock.advance("1000 weeks")
    assert.deepStrictEqual(await locate(), { status: 200, date: Date.UTC(9999, 11, 31, 23, 59, 59) })
  })
})
