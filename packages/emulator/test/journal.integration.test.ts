/** What the journal tells of a run with every kind of secret, and that it tells no secret. */
import { assert, describe, it } from "@effect/vitest"
import { afterAll, beforeAll, vi } from "vitest"
import * as Emulator from "../src/Emulator.ts"
import { app, client, options, useEverySecret } from "./useEverySecret.ts"

let emulator: Emulator.Running
let secrets: ReadonlyArray<string>
beforeAll(async () => {
  emulator = await Emulator.start(options)
  secrets = await useEverySecret(emulator)
})
afterAll(() => emulator[Symbol.asyncDispose]())

describe("the journal", () => {
  it("holds no secret, in none of its forms", async () => {
    const { entries, har, lineage } = emulator.journal
    const told = JSON.stringify([await entries(), await lineage(), await har()])
    assert.isAtLeast(new Set(secrets).size, 25)
    for (const secret of secrets) {
      assert.isAtLeast(secret.length, 16)
      assert.notInclude(told, secret)
      assert.notInclude(told, encodeURIComponent(secret))
      const [, , signature = ""] = secret.split(".")
      if (signature !== "") assert.notInclude(told, signature)
    }
  })

  it("tells requests and replies in their order", async () => {
    const entries = await emulator.journal.entries()
    const login = entries.find(({ url }) => url.endsWith("/local-userpass/login"))
    assert.deepInclude(login, {
      method: "POST",
      url: `${app}/auth/providers/local-userpass/login`,
      body: { username: "jean@example.com", password: "password-2" }
    })
    assert.strictEqual(login?.reply?.status, 200)
    assert.nestedPropertyVal(login, "reply.body.access_token", "access-1")
    assert.nestedPropertyVal(login, "reply.headers.content-type", "application/json")
    assert.isNumber(login?.milliseconds)
    assert.deepStrictEqual(entries.map(({ id }) => id), entries.map((_, index) => index + 1))
  })

  it("tells where a token came from and who carried it", async () => {
    const lineage = await emulator.journal.lineage()
    const entries = await emulator.journal.entries()
    const renewed = entries.find(({ url }) => url === `${client}/auth/session`)
    const refresh = lineage.find(({ token }) => token === renewed?.tokens.sent[0])
    assert.strictEqual(refresh?.token, "refresh-1")
    assert.deepStrictEqual(refresh?.from, ["password-2"])
    const [access = ""] = renewed?.tokens.issued ?? []
    assert.deepInclude(lineage.find(({ token }) => token === access), {
      issuedIn: renewed?.id ?? 0,
      from: ["refresh-1"]
    })
  })

  it("is an HTTP archive too", async () => {
    const { log } = await emulator.journal.har()
    assert.strictEqual(log.version, "1.2")
    assert.lengthOf(log.entries, (await emulator.journal.entries()).length)
  })

  it("tells of a request while it is served, and of its reply afterwards", async () => {
    await using slow = await Emulator.start()
    await slow.faults.arm({ action: { type: "delay", for: "1 hour" } })
    const asked = fetch(slow.url, { method: "POST", headers: { authorization: "Bearer a-secret-of-this-request" } })
    const first = await vi.waitUntil(async () => (await slow.journal.entries())[0])
    assert.deepInclude(first, { milliseconds: null, reply: null, tokens: { sent: ["access-1"], issued: [] } })
    await slow.clock.advance("1 hour")
    await asked
    const [last] = await slow.journal.entries()
    assert.nestedPropertyVal(last, "reply.status", 404)
    assert.isNumber(last?.milliseconds)
    assert.deepStrictEqual(last?.tokens, first?.tokens)
    assert.deepStrictEqual((await slow.journal.entries())[0], last)
  })

  it("tells of a large body how large it is", async () => {
    await using large = await Emulator.start()
    const headers = { "content-type": "application/json" }
    await fetch(`${large.url}/a`, { method: "POST", headers, body: `"${"x".repeat(20_000)}"` })
    const [entry] = await large.journal.entries()
    assert.strictEqual(entry?.body, "(20002 characters)")
  })

  it("forgets the oldest, and everything when it is cleared or off", async () => {
    await using small = await Emulator.start({ journal: 2 })
    await using off = await Emulator.start({ journal: 0 })
    for (const path of ["/a", "/b", "/c"]) await Promise.all([fetch(small.url + path), fetch(off.url + path)])
    assert.deepStrictEqual((await small.journal.entries()).map(({ url }) => url), ["/b", "/c"])
    assert.isEmpty(await off.journal.entries())
    await small.journal.clear()
    assert.isEmpty(await small.journal.entries())
  })
})

describe("secrets in the wrong place", () => {
  it("are not told either", async () => {
    const secret = "mdb_sa_sk_InTheWrongPlaceInTheWrongPlaceInTheWro"
    const ask = (path: string, headers: Record<string, string> = {}) =>
      fetch(`${emulator.url}${path}`, { method: "POST", headers })
    await ask(`/api/oauth/token?${secret}`)
    await ask(`/api/oauth/token?a=b&${secret}=c`)
    await ask("/api/oauth/token", { authorization: `Basic ${btoa(secret)}` })
    await ask("/api/oauth/token", { authorization: `Basic ${btoa(`${secret}:mdb_sa_id_0123456789abcdef01234567`)}` })
    await ask("/api/oauth/token", { authorization: `Basic ${secret}` })
    const { entries, har } = emulator.journal
    const told = JSON.stringify([await entries(), await har()])
    assert.notInclude(told, secret)
    assert.notInclude(told, JSON.stringify(Buffer.from(secret, "base64").toString()).slice(1, 9))
    assert.include(told, "/api/oauth/token?(name)=(string)\"")
  })
})
