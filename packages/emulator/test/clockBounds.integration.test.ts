/** Times that nothing can write: they are refused, or the clock stops before them, and the emulator goes on. */
import { Emulator } from "@atlas-bearer/emulator"
import { assert, describe, it } from "@effect/vitest"
import { afterAll, beforeAll, beforeEach } from "vitest"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
beforeEach(() => emulator.clock.reset())
afterAll(() => emulator[Symbol.asyncDispose]())

const logIn = () =>
  fetch(`${emulator.url}/api/client/v2.0/app/myapp-abcde/auth/providers/anon-user/login`, { method: "POST" })

const move = (payload: object) =>
  fetch(`${emulator.url}/__emulator/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(payload)
  })

const rejection = (promise: Promise<unknown>) => promise.then(() => "accepted", (error: unknown) => error)

describe("a clock", () => {
  it.each([
    { set: 1e17 },
    { set: -1 },
    { set: "now" },
    { advance: "Infinity" },
    { advance: "29 parsecs" },
    { skew: 1e18 }
  ])("is not moved by %o", async (payload) => {
    assert.strictEqual((await move(payload)).status, 400)
    assert.approximately(emulator.clock.now(), Date.now(), 5_000)
    assert.strictEqual((await logIn()).status, 200)
  })

  it.each<[string, (clock: Emulator.Running["clock"]) => (...args: never) => Promise<void>, unknown]>([
    ["now", ({ set }) => set, Number.NaN],
    ["now", ({ set }) => set, undefined],
    ["now", ({ set }) => set, new Date()],
    ["by", ({ advance }) => advance, "29 parsecs"],
    ["by", ({ advance }) => advance, Number.NaN],
    ["by", ({ advance }) => advance, Infinity],
    ["milliseconds", ({ skew }) => skew, "5"]
  ])("names %s when it is no time", async (option, method, given) => {
    const error = await rejection(Reflect.apply(method(emulator.clock), undefined, [given]))
    assert.include(error, { _tag: "InvalidOption", option })
    assert.approximately(emulator.clock.now(), Date.now(), 5_000)
  })

  it.each([
    { set: 1.5 },
    { set: 0, advance: "-3 minutes" },
    { set: 0, skew: -1e12 },
    { advance: "100000000 weeks", skew: 1e13 }
  ])("goes as far as it can by %o, and people log in then", async (payload) => {
    assert.strictEqual((await move(payload)).status, 200)
    const reply = await logIn()
    assert.strictEqual(reply.status, 200)
    assert.match(String(reply.headers.get("date")), / (1970|9998) /)
  })
})
