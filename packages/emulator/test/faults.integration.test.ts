/** Faults that requests ask for themselves, and where the control plane and the journal stand to faults. */
import { assert, describe, it } from "@effect/vitest"
import { afterAll, afterEach, beforeAll } from "vitest"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import * as Emulator from "../src/Emulator.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start({ faultSeed: 42 })
})
afterAll(() => emulator[Symbol.asyncDispose]())
afterEach(() => emulator.faults.clear())

const client = "/api/client/v2.0"
const ask = (path: string, init: RequestInit = {}) => fetch(`${emulator.url}${path}`, init)
const asking = (fault: string) => ask(`${client}/app/myapp-abcde/location`, { headers: { "x-emulator-fault": fault } })

const loggedIn = async (): Promise<{ readonly access_token: string; readonly refresh_token: string }> =>
  (await ask(`${client}/app/myapp-abcde/auth/providers/anon-user/login`, { method: "POST" })).json()
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe("x-emulator-fault", () => {
  it("is a status, a name or JSON, for this request alone", async () => {
    assert.strictEqual((await asking("503")).status, 503)
    assert.strictEqual((await asking("html")).status, 502)
    const refused = await asking(JSON.stringify({ type: "status", status: 429, retryAfter: "soon" }))
    assert.deepStrictEqual([refused.status, refused.headers.get("retry-after")], [429, "soon"])
    assert.strictEqual((await ask(`${client}/app/myapp-abcde/location`)).status, 200)
  })

  it("is told what is wrong with it", async () => {
    const response = await asking("explode")
    assert.strictEqual(response.status, 400)
    assert.include((await response.json()).error, "x-emulator-fault")
  })

  it("goes before the faults that are armed, and waits as they say", async () => {
    await emulator.faults.arm({ action: { type: "status", status: 500 } })
    assert.strictEqual((await asking("503")).status, 503)
    const fromPage = { origin: "https://page.example", "x-emulator-fault": "503" }
    assert.strictEqual((await ask(`${client}/app/myapp-abcde/location`, { headers: fromPage })).status, 503)
    for (const { faults } of (await emulator.journal.entries()).slice(-2)) {
      assert.deepStrictEqual(faults, [{ id: "x-emulator-fault", type: "status" }])
    }
  })
})

describe("armed faults", () => {
  it("refuse access tokens while renewals work", async () => {
    const session = await loggedIn()
    await emulator.faults.arm({ action: { type: "accessRefused" } })
    const renewal = await ask(`${client}/auth/session`, { method: "POST", headers: bearer(session.refresh_token) })
    assert.strictEqual(renewal.status, 201)
    const profile = await ask(`${client}/auth/profile`, { headers: bearer((await renewal.json()).access_token) })
    assert.strictEqual(profile.status, 401)
    assert.deepStrictEqual(await profile.json(), {
      error: "invalid session: access token expired",
      error_code: "InvalidSession"
    })
  })

  it("speak of an app by its client app id, which a path or a token names", async () => {
    const { access_token } = await loggedIn()
    await emulator.faults.arm({ match: { app: "myapp-abcde" }, action: { type: "status", status: 503 } })
    const statuses = await Promise.all([
      ask(`${client}/app/myapp-abcde/location`),
      ask(`${client}/app/other-abcde/location`),
      ask(`${client}/auth/profile`, { headers: bearer(access_token) }),
      ask("/api/oauth/token", { method: "POST" })
    ])
    assert.deepStrictEqual(statuses.map(({ status }) => status), [503, 404, 503, 401])
  })

  it("speak of a service account by its client id", async () => {
    const { clientId, clientSecret } = DefaultSeed.serviceAccount
    await emulator.faults.arm({
      match: { client: clientId },
      action: { type: "status", status: 503 },
      when: { nth: 2 }
    })
    const issue = async () =>
      (await ask("/api/oauth/token", {
        method: "POST",
        headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
        body: new URLSearchParams({ grant_type: "client_credentials" })
      })).status
    assert.deepStrictEqual([await issue(), await issue(), await issue()], [200, 503, 200])
  })

  it("speak of it also when it is form-encoded, or its token is used", async () => {
    const { clientId, clientSecret } = DefaultSeed.serviceAccount
    const issue = (id: string) =>
      ask("/api/oauth/token", {
        method: "POST",
        headers: { authorization: `Basic ${btoa(`${id}:${clientSecret}`)}` },
        body: new URLSearchParams({ grant_type: "client_credentials" })
      })
    const { access_token } = await (await issue(clientId)).json()
    await emulator.faults.arm({ match: { client: "mdb_sa_id_*" }, action: { type: "status", status: 503 } })
    const used = ask("/api/atlas/v2/groups", { headers: bearer(access_token) })
    const statuses = await Promise.all([issue(clientId.replaceAll("_", "%5F")), used])
    assert.deepStrictEqual(statuses.map(({ status }) => status), [503, 503])
    const session = await loggedIn()
    assert.strictEqual((await ask(`${client}/auth/profile`, { headers: bearer(session.access_token) })).status, 200)
  })

  it("leave the control plane alone", async () => {
    await emulator.faults.arm({ action: { type: "reset" } })
    assert.strictEqual((await ask("/__emulator/clock", { headers: { "x-emulator-fault": "503" } })).status, 200)
  })

  it("are told in the journal, each with its id", async () => {
    const delay = await emulator.faults.arm({ action: { type: "delay", for: "1 millis" } })
    const status = await emulator.faults.arm({ action: { type: "status", status: 503 } })
    await ask(`${client}/app/myapp-abcde/location`)
    const entry = (await emulator.journal.entries()).at(-1)
    assert.deepStrictEqual(entry?.faults, [{ id: delay, type: "delay" }, { id: status, type: "status" }])
    assert.strictEqual(entry?.reply?.status, 503)
  })

  it("are told with the reply that they spoil, and with its tokens", async () => {
    await emulator.faults.arm({ action: { type: "fields", missing: ["device_id"] } })
    const { access_token } = await loggedIn()
    await emulator.faults.clear()
    await ask(`${client}/auth/profile`, { headers: bearer(access_token) })
    const [login, profile] = (await emulator.journal.entries()).slice(-2)
    assert.deepInclude(login, { faults: [{ id: "fault-1", type: "fields" }] })
    assert.strictEqual(login?.reply?.status, 200)
    const used = (await emulator.journal.lineage()).find(({ token }) => token === profile?.tokens.sent[0])
    assert.strictEqual(used?.issuedIn, login?.id)
    await emulator.faults.arm({ action: { type: "emptyReply" } })
    await loggedIn().catch(() => undefined)
    assert.isNull((await emulator.journal.entries()).at(-1)?.reply)
  })

  it("make the same run from the same seed", async () => {
    const statuses = async () => {
      await emulator.faults.clear()
      await emulator.faults.arm({ action: { type: "status", status: 503 }, when: { probability: 0.5 } })
      const met: Array<number> = []
      for (let request = 0; request < 20; request++) met.push((await ask(`${client}/app/myapp-abcde/location`)).status)
      return met
    }
    const first = await statuses()
    assert.sameMembers([...new Set(first)], [200, 503])
    assert.deepStrictEqual(await statuses(), first)
    assert.strictEqual(emulator.faults.seed, 42)
  })
})
