/** The control plane over HTTP: what a test in another language can do. */
import { assert, describe, it } from "@effect/vitest"
import { get } from "node:http"
import { networkInterfaces } from "node:os"
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

const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${emulator.url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  const text = await response.text()
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) }
}
const control = (method: string, path: string, body?: unknown) => send(method, `/__emulator/${path}`, body)

const logIn = (app: string, username: string, password: string) =>
  send("POST", `/api/client/v2.0/app/${app}/auth/providers/local-userpass/login`, { username, password })

describe("apps", () => {
  it("come with users and collections in one call, and go with all of it", async () => {
    const { body: app, status } = await control("POST", "apps", {
      name: "shop",
      users: [{ email: "jean@example.com", password: "24601-password" }],
      collections: [{
        collection: "things",
        jsonSchema: {
          title: "Thing",
          bsonType: "object",
          properties: { _id: { bsonType: "objectId" }, name: { bsonType: "string" }, made: { bsonType: "date" } }
        },
        documents: [
          { _id: "5997529e46224c6e42fb6dda", name: "one" },
          // As `mongoexport` writes it.
          { _id: { $oid: "5997529e46224c6e42fb6ddb" }, name: "two", made: { $date: "2020-01-01T00:00:00Z" } }
        ]
      }]
    })
    assert.strictEqual(status, 201)
    assert.match(app.clientAppId, /^shop-[0-9a-f]{12}$/)
    const { body: session } = await logIn(app.clientAppId, "jean@example.com", "24601-password")
    const { body: found } = await send(
      "POST",
      `/api/client/v2.0/app/${app.clientAppId}/graphql`,
      { query: `{ things { name } thing(query: { _id: "5997529e46224c6e42fb6ddb" }) { made } }` },
      { authorization: `Bearer ${session.access_token}` }
    )
    assert.deepStrictEqual(found.data, {
      things: [{ name: "one" }, { name: "two" }],
      thing: { made: "2020-01-01T00:00:00.000Z" }
    })
    assert.lengthOf((await control("GET", "apps")).body, 2)
    assert.strictEqual((await control("DELETE", `apps/${app.clientAppId}`)).status, 204)
    assert.strictEqual((await logIn(app.clientAppId, "jean@example.com", "24601-password")).status, 404)
    assert.strictEqual((await control("DELETE", `apps/${app.clientAppId}`)).status, 404)
  })

  it("refuse a client app id that is taken, and all of an app that fails in part", async () => {
    const { clientAppId } = DefaultSeed.app
    assert.strictEqual((await control("POST", "apps", { clientAppId })).status, 409)
    const twice = { email: "a@example.com", password: "long-enough" }
    assert.strictEqual((await control("POST", "apps", { users: [twice, twice] })).status, 409)
    assert.lengthOf((await control("GET", "apps")).body, 1)
  })

  it("take their own custom tokens, and no others'", async () => {
    const [one, other] = await Promise.all([emulator.control.createApp(), emulator.control.createApp()])
    const token = await emulator.tokenLab.mint({ kind: "custom", userId: "me" }, { app: one.clientAppId })
    const login = async (app: string) =>
      (await send("POST", `/api/client/v2.0/app/${app}/auth/providers/custom-token/login`, { token })).status
    assert.deepStrictEqual([await login(one.clientAppId), await login(other.clientAppId)], [200, 401])
  })
})

describe("users and sessions", () => {
  it("are made, listed and ended", async () => {
    const app = `apps/${DefaultSeed.app.clientAppId}`
    const created = await control("POST", `${app}/users`, { email: "new@example.com", password: "long-enough" })
    assert.strictEqual(created.status, 201)
    const { body: session } = await logIn(DefaultSeed.app.clientAppId, "new@example.com", "long-enough")
    const { body: users } = await control("GET", `${app}/users`)
    assert.deepInclude(users.at(-1), { id: created.body.id, providers: ["local-userpass"], disabled: false })
    const { body: [held] } = await control("GET", `${app}/sessions`)
    assert.strictEqual(held.userId, created.body.id)
    assert.strictEqual((await control("DELETE", `${app}/sessions/${held.id}`)).status, 204)
    assert.strictEqual((await control("DELETE", `${app}/sessions/${held.id}`)).status, 404)
    const renewal = await send("POST", "/api/client/v2.0/auth/session", undefined, {
      authorization: `Bearer ${session.refresh_token}`
    })
    assert.strictEqual(renewal.body.error_code, "InvalidSession")
    assert.strictEqual((await control("DELETE", `${app}/users/${created.body.id}`)).status, 204)
    assert.strictEqual((await logIn(DefaultSeed.app.clientAppId, "new@example.com", "long-enough")).status, 401)
  })
})

describe("faults and the journal", () => {
  it("are armed, told and taken away", async () => {
    const armed = await control("POST", "faults", {
      match: { path: "*/login" },
      when: { times: 1, after: "0 seconds" },
      action: { type: "status", status: 503, retryAfter: { date: 5 } }
    })
    assert.deepStrictEqual(armed, { status: 201, body: { id: "fault-1" } })
    assert.strictEqual((await logIn("myapp-abcde", "a", "b")).status, 503)
    assert.deepInclude((await control("GET", "faults")).body[0], { id: "fault-1", matched: 1, fired: 1 })
    const { body: [entry] } = await control("GET", "journal")
    assert.deepStrictEqual(entry.faults, [{ id: "fault-1", type: "status" }])
    assert.isEmpty((await control("GET", `journal?after=${entry.id}`)).body)
    assert.strictEqual((await control("GET", "journal/har")).body.log.entries[0]._id, entry.id)
    assert.strictEqual((await control("GET", "journal/lineage")).body[0].token, "password-1")
    assert.strictEqual((await control("DELETE", "faults/fault-1")).status, 204)
    assert.strictEqual((await control("DELETE", "faults/fault-1")).status, 404)
    await control("DELETE", "journal")
    assert.isEmpty((await control("GET", "journal")).body)
  })

  it("say what is wrong with a fault", async () => {
    const refused = await control("POST", "faults", { action: { type: "status", status: 99 } })
    assert.strictEqual(refused.status, 400)
    assert.include(JSON.stringify(refused.body), "status")
  })
})

describe("the control plane", () => {
  it("describes itself", async () => {
    const { body } = await control("GET", "openapi.json")
    assert.match(body.openapi, /^3\./)
    assert.includeMembers(Object.keys(body.paths), ["/__emulator/faults", "/__emulator/apps/{clientAppId}/tokens/mint"])
  })

  it("asks for its token, where one is set, of everybody", async () => {
    const controlToken = "a-control-token-4711"
    await using guarded = await Emulator.start({ controlToken })
    const ask = async (headers: Record<string, string>) => {
      const response = await fetch(`${guarded.url}/__emulator/clock`, { headers })
      return [response.status, response.headers.get("www-authenticate")]
    }
    assert.deepStrictEqual(await ask({}), [401, "Bearer realm=\"emulator\""])
    assert.strictEqual((await ask({ authorization: "Bearer another" }))[0], 401)
    assert.strictEqual((await ask({ authorization: `Bearer ${controlToken}` }))[0], 200)
    await using clock = await EmulatorClock.follow(guarded.url, { controlToken })
    assert.approximately(clock.now(), guarded.clock.now(), 500)
    assert.strictEqual((await fetch(`${guarded.url}/api/client/v2.0/app/myapp-abcde/location`)).status, 200)
  })

  const [address] = Object.values(networkInterfaces()).flatMap((found) => found ?? []).filter(
    ({ family, internal }) => family === "IPv4" && !internal
  )
  it.runIf(address !== undefined)("is closed to other machines, whatever name they ask for", async () => {
    await using open = await Emulator.start({ host: "0.0.0.0" })
    const { port } = new URL(open.url)
    for (const host of [`${address?.address}:${port}`, "localhost"]) {
      const status = await new Promise((resolve, reject) => {
        get({ host: address?.address, port, path: "/__emulator/clock", headers: { host } }, (response) => {
          response.resume()
          resolve(response.statusCode)
        }).on("error", reject)
      })
      assert.strictEqual(status, 403)
    }
  })
})
