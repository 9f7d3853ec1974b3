/** Reset and snapshots: what comes back and what goes. */
import { assert, describe, it } from "@effect/vitest"
import { afterAll, beforeAll } from "vitest"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import * as Emulator from "../src/Emulator.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start({ emailPassword: { autoConfirm: false }, tokenRateLimit: "1/1m" })
})
afterAll(() => emulator[Symbol.asyncDispose]())

const app = "myapp-abcde"
const lup = `/api/client/v2.0/app/${app}/auth/providers/local-userpass`
const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(`${emulator.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
const register = (email: string) => post(`${lup}/register`, { email, password: "long-enough" })
const { password, username } = DefaultSeed.user
const logIn = async () => (await post(`${lup}/login`, { username, password })).json()
const renew = async (token: string) =>
  (await post("/api/client/v2.0/auth/session", undefined, { authorization: `Bearer ${token}` })).status
const issue = async () => {
  const { clientId, clientSecret } = DefaultSeed.serviceAccount
  const response = await fetch(`${emulator.url}/api/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials" })
  })
  return response.status
}

describe("reset", () => {
  it("takes everything back to the start", async () => {
    const { refresh_token } = await logIn()
    await register("a@example.com")
    await emulator.control.createApp()
    await emulator.faults.arm({ action: { type: "hang" }, match: { path: "/nothing" } })
    await emulator.clock.freeze()
    await emulator.clock.set(0)
    assert.deepStrictEqual([await issue(), await issue()], [200, 429])

    await emulator.reset()
    assert.approximately(emulator.clock.now(), Date.now(), 1_000)
    assert.isEmpty(await emulator.faults.armed())
    assert.isEmpty(await emulator.journal.entries())
    assert.isEmpty(await emulator.mailbox.messages())
    assert.lengthOf(await emulator.control.apps(), 1)
    assert.strictEqual(await renew(refresh_token), 401)
    assert.strictEqual((await register("a@example.com")).status, 201)
    assert.property(await logIn(), "access_token")
    assert.strictEqual(await issue(), 200)
  })

  it("is quick enough to be called before each test", async () => {
    const best = await [1, 2, 3, 4, 5].reduce(async (sofar) => {
      const before = await sofar
      const started = performance.now()
      await emulator.reset()
      return Math.min(before, performance.now() - started)
    }, Promise.resolve(Infinity))
    // The goal is 5 ms on a quiet machine.
    assert.isBelow(best, 25)
  })
})

describe("snapshot", () => {
  it("brings users, sessions, e-mails and the time back", async () => {
    await emulator.reset()
    await emulator.clock.freeze()
    const now = emulator.clock.now()
    await register("a@example.com")
    const { refresh_token } = await logIn()
    const snapshot = await emulator.snapshot()
    await register("b@example.com")
    await fetch(`${emulator.url}/api/client/v2.0/auth/session`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${refresh_token}` }
    })
    await emulator.clock.advance("1 day")
    assert.strictEqual(await renew(refresh_token), 401)

    assert.isTrue(await snapshot.restore())
    assert.strictEqual(emulator.clock.now(), now)
    assert.deepStrictEqual((await emulator.mailbox.messages({ app })).map(({ to }) => to), ["a@example.com"])
    assert.strictEqual(await renew(refresh_token), 201)
    assert.strictEqual((await register("a@example.com")).status, 409)
    assert.strictEqual((await register("b@example.com")).status, 201)

    const restore = `${emulator.control.url}/snapshots/${snapshot.id}/restore`
    assert.strictEqual((await fetch(restore, { method: "POST" })).status, 204)
    assert.isTrue(await snapshot.discard())
    assert.isFalse(await snapshot.restore())
    assert.strictEqual((await fetch(restore, { method: "POST" })).status, 404)
  })
})
