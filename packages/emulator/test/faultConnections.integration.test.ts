/** Faults of connections and of time, as a client on a plain socket sees them. */
import { assert, describe, it } from "@effect/vitest"
import { afterAll, afterEach, beforeAll } from "vitest"
import * as Emulator from "../src/Emulator.ts"
import type { FaultInput } from "../src/Fault.ts"
import { rawExchange } from "./rawExchange.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
  await emulator.clock.freeze()
  await emulator.clock.set(Date.UTC(2031, 0, 1))
})
afterAll(() => emulator[Symbol.asyncDispose]())
afterEach(() => emulator.faults.clear())

const login = "/api/client/v2.0/app/myapp-abcde/auth/providers/anon-user/login"
const fields = { "content-type": "application/json" }

const loggedIn = async (action: FaultInput["action"], patience = 2_000) => {
  await emulator.faults.arm({ action })
  return await rawExchange(emulator.url, { path: login, fields, patience })
}
const asked = async () => (await emulator.journal.entries()).length

describe("connections", () => {
  it.each<[FaultInput["action"]["type"] & ("hang" | "reset" | "emptyReply"), string]>([
    ["hang", "open"],
    ["reset", "reset"],
    ["emptyReply", "closed"]
  ])("meets %s without a byte", async (type, ended) => {
    assert.deepStrictEqual(await loggedIn({ type }, type === "hang" ? 150 : undefined), {
      received: "",
      body: "",
      ended
    })
  })

  it("loses the reply to a request whose work is done", async () => {
    const register = "/api/client/v2.0/app/myapp-abcde/auth/providers/local-userpass/register"
    const ask = (email: string) =>
      rawExchange(emulator.url, { path: register, fields, body: JSON.stringify({ email, password: "long-enough" }) })
    await emulator.faults.arm({ action: { type: "reset" }, when: { times: 1 } })
    await emulator.faults.arm({ action: { type: "reset", handled: true }, when: { times: 1 } })
    assert.strictEqual((await ask("a@example.com")).ended, "reset")
    assert.strictEqual((await ask("b@example.com")).ended, "reset")
    assert.match((await ask("a@example.com")).received, /^HTTP\/1\.1 201 /)
    assert.match((await ask("b@example.com")).received, /^HTTP\/1\.1 409 /)
  })

  it("ends with the emulator while a request hangs", async () => {
    await using other = await Emulator.start()
    await other.faults.arm({ action: { type: "hang" } })
    const hanging = rawExchange(other.url, { path: login, patience: 5_000 })
    while ((await other.journal.entries()).length === 0) await new Promise((resolve) => setTimeout(resolve, 2))
    await other[Symbol.asyncDispose]()
    assert.match((await hanging).received, /^HTTP\/1\.1 503 /)
  })

  it("waits on the emulator's clock, and lets later faults apply", async () => {
    const before = await asked()
    await emulator.faults.arm({ action: { type: "delay", for: "1 hour" } })
    const delayed = loggedIn({ type: "status", status: 503 })
    while (await asked() === before) await new Promise((resolve) => setTimeout(resolve, 2))
    await emulator.clock.advance("1 hour")
    assert.match((await delayed).received, /^HTTP\/1\.1 503 /)
  })
})
