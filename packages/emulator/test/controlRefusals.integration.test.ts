/** What the control plane refuses: apps that cannot be as they are told, words that it does not know, and others. */
import { assert, describe, it } from "@effect/vitest"
import { afterAll, beforeAll } from "vitest"
import * as Emulator from "../src/Emulator.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())

const send = async (method: string, path: string, payload: object) => {
  const response = await fetch(`${emulator.url}/__emulator/${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(payload)
  })
  const text = await response.text()
  return { status: response.status, text }
}
const post = (path: string, payload: object) => send("POST", path, payload)

const jsonSchema = { title: "Thing", bsonType: "object", properties: { name: { bsonType: "string" } } }
const things = { collection: "things", jsonSchema }

describe("an app", () => {
  it.each<[string, object]>([
    ["the collection 'things' is there twice", { collections: [things, things] }],
    [
      "the collection 'things' has two documents with the _id",
      { collections: [{ ...things, documents: [{ _id: 1 }, { _id: 2 }, { _id: 1 }] }] }
    ],
    ["disabledProviders has 'anon', and providers are anon-user", { disabledProviders: ["anon"] }],
    ["redirectUris has 'google', which has no logins", { redirectUris: { google: ["http://localhost/"] } }]
  ])("is refused, for %s", async (expected, app) => {
    const { status, text } = await post("apps", app)
    assert.strictEqual(status, 400)
    assert.include(text, expected)
    assert.lengthOf(await emulator.control.apps(), 1)
  })

  it("may have all that a JSON schema may say", async () => {
    const properties = { name: { bsonType: "string", description: "What it is called", minLength: 1 } }
    const collections = [{
      collection: "things",
      jsonSchema: { ...jsonSchema, additionalProperties: false, properties }
    }]
    await emulator.control.createApp({ clientAppId: "in-code", collections })
    assert.strictEqual((await post("apps", { clientAppId: "over-http", collections })).status, 201)
    await emulator.control.seed({ apps: [{ clientAppId: "in-a-seed", collections }] })
    await emulator.reset()
  })
})

describe("a word that is not known", () => {
  it.each<[string, object, string]>([
    ["clock", { advanced: "31 minutes" }, "'advanced' is not known"],
    ["faults", { when: { nthh: 1 }, action: { type: "hang" } }, "'when.nthh' is not known"],
    ["faults", { action: { type: "status", status: 429, retryafter: 7 } }, "'action.retryafter' is not known"],
    ["apps", { clientAppID: "shop" }, "'clientAppID' is not known"],
    ["seed", { app: [] }, "'app' is not known"],
    ["apps/myapp-abcde/tokens/mint", { kind: "access", expires_in: -1 }, "'expires_in' is not known"],
    ["clock", [], "the request body is no JSON object"]
  ])("is no part of %s: %j", async (path, payload, expected) => {
    const { status, text } = await post(path, payload)
    assert.strictEqual(status, 400)
    assert.include(text, expected)
    assert.lengthOf(await emulator.faults.armed(), 0)
  })
})

describe("a refusal of the control plane", () => {
  it.each<[string, string, object, number, string]>([
    ["POST", "apps", { clientAppId: "myapp-abcde" }, 409, "AppNameInUse"],
    ["POST", "apps", { users: [{ email: "a@example.com", password: "short" }] }, 400, "BadRequest"],
    ["POST", "apps/myapp-abcde/users", { email: "test@example.com", password: "password" }, 409, "AccountNameInUse"],
    ["POST", "seed", { apps: [{ clientAppId: "a", id: "5997529e46224c6e42fb6dd9" }] }, 409, "AppNameInUse"],
    ["POST", "apps/myapp-abcde/tokens/mint", { kind: "access", userId: "nobody" }, 404, "UserNotFound"],
    ["POST", "apps/myapp-abcde/tokens/decode", { token: "nothing" }, 400, "TokenMalformed"],
    ["POST", "snapshots/none/restore", {}, 404, "NotFound"]
  ])("%s %s %j is %i, in the words of the other APIs", async (method, path, payload, status, code) => {
    const refused = await send(method, path, payload)
    const body: unknown = JSON.parse(refused.text)
    assert.strictEqual(refused.status, status)
    assert.hasAllKeys(body, ["error", "error_code"])
    assert.propertyVal(body, "error_code", code)
  })
})

describe("the token lab in code", () => {
  // As JavaScript gives them.
  it.each([
    ["kind", "{ \"kind\": \"acces\" }"],
    ["expires_in", "{ \"kind\": \"access\", \"expires_in\": -1 }"],
    ["expiresIn", "{ \"kind\": \"access\", \"expiresIn\": \"5 minutes\" }"]
  ])("names %s when it does not understand %s", async (member, minting) => {
    const minted = emulator.tokenLab.mint(JSON.parse(minting))
    const error: unknown = await minted.then(() => undefined, (error: unknown) => error)
    assert.propertyVal(error, "_tag", "InvalidOption")
    assert.include(String(error), `["${member}"]`)
  })
})
