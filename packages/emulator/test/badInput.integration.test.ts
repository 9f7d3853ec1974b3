/** What a server must survive: it answers in the documented shape, shows nothing of itself, and goes on serving. */
import { assert, describe, it } from "@effect/vitest"
import { connect } from "node:net"
import { afterAll, afterEach, beforeAll } from "vitest"
import * as Emulator from "../src/Emulator.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())

const app = "/api/client/v2.0/app/myapp-abcde"
const login = `${app}/auth/providers/local-userpass/login`
const json = { "content-type": "application/json" }

const ask = async (path: string, init?: RequestInit) => {
  const response = await fetch(`${emulator.url}${path}`, init)
  const body = await response.text()
  assert.notMatch(body, /\bat \S+ \(|Effect|HttpApi|node_modules/, "the reply shows the server's insides")
  return { status: response.status, type: response.headers.get("content-type"), headers: response.headers, body }
}

const envelope = (body: string): { readonly error?: unknown; readonly error_code?: unknown } => JSON.parse(body)

afterEach(async () => {
  const { status } = await ask(`${app}/location`)
  assert.strictEqual(status, 200, "the server no longer serves")
})

describe("App Services routes", () => {
  it("says that an app is unknown", async () => {
    const answer = await ask("/api/client/v2.0/app/nobody-abcde/location")
    assert.strictEqual(answer.status, 404)
    assert.deepStrictEqual(envelope(answer.body), { error: "cannot find app using Client App ID 'nobody-abcde'" })
  })

  it.each<[string, number, string, RequestInit & { readonly path?: string }]>([
    ["malformed JSON", 400, "BadRequest", { method: "POST", headers: json, body: "{\"username\":" }],
    ["a field of the wrong type", 400, "BadRequest", { method: "POST", headers: json, body: "{\"username\":1}" }],
    ["a missing body", 400, "BadRequest", { method: "POST" }],
    ["a wrong content type", 415, "BadRequest", {
      method: "POST",
      headers: { "content-type": "text/xml" },
      body: "<a/>"
    }],
    ["a body over 1 MiB", 413, "BadRequest", { method: "POST", headers: json, body: `"${"x".repeat(1_048_577)}"` }],
    ["a wrong method", 405, "BadRequest", { method: "PATCH" }],
    ["an unknown route", 404, "BadRequest", { path: "/api/client/v2.0/nothing" }],
    ["no Authorization", 401, "MissingAuthReq", { path: "/api/client/v2.0/auth/profile" }],
    ["a garbled Authorization", 401, "MissingAuthReq", {
      path: "/api/client/v2.0/auth/profile",
      headers: { authorization: "Bearer" }
    }],
    ["an unknown access token", 401, "InvalidSession", {
      path: "/api/client/v2.0/auth/profile",
      headers: { authorization: "Bearer a.b.c" }
    }],
    ["an administrator's route without Authorization", 401, "InvalidSession", {
      path: "/api/admin/v3.0/auth/session",
      method: "POST"
    }]
  ])("answers %s with %i %s", async (_, status, code, { path = login, ...init }) => {
    const answer = await ask(path, init)
    assert.strictEqual(answer.status, status)
    assert.strictEqual(answer.type, "application/json")
    const body = envelope(answer.body)
    assert.isString(body.error)
    assert.strictEqual(body.error_code, code)
  })

  it.each(["text/plain;charset=UTF-8", "application/x-www-form-urlencoded"])(
    "takes no bytes for no body, though they are called %s",
    async (type) => {
      const init = { method: "POST", headers: { "content-type": type }, body: "" }
      assert.strictEqual((await ask(`${app}/auth/providers/anon-user/login`, init)).status, 200)
      assert.strictEqual((await ask(login, init)).status, 400)
    }
  )

  it("tells the allowed methods of a route", async () => {
    const { headers } = await ask("/api/client/v2.0/auth/session", { method: "PUT" })
    assert.sameMembers((headers.get("allow") ?? "").split(", "), ["POST", "DELETE"])
  })

  it("stops reading a chunked body at 1 MiB", async () => {
    const chunk = new TextEncoder().encode("x".repeat(65_536))
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(chunk)
    })
    // `duplex` is in the Fetch standard, but not yet in TypeScript's types of it.
    const init = { method: "POST", headers: json, body, duplex: "half" }
    const outcome = await ask(login, init).then(
      ({ status }) => status,
      () => "closed"
    )
    assert.include([413, "closed"], outcome)
  })
})

describe("the token endpoint", () => {
  const path = "/api/oauth/token"
  const form = { "content-type": "application/x-www-form-urlencoded" }
  const basic = `Basic ${btoa("mdb_sa_id_0123456789abcdef01234567:mdb_sa_sk_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789")}`
  const grant = "grant_type=client_credentials"

  it.each<[string, number, string, RequestInit]>([
    ["no Authorization", 401, "invalid_client", { headers: form, body: grant }],
    ["a garbled Authorization", 401, "invalid_client", {
      headers: { ...form, authorization: "Basic %%%" },
      body: grant
    }],
    ["a wrong secret", 401, "invalid_client", {
      headers: { ...form, authorization: `Basic ${btoa("a:b")}` },
      body: grant
    }],
    ["another grant type", 400, "unsupported_grant_type", {
      headers: { ...form, authorization: basic },
      body: "grant_type=password"
    }],
    ["no grant type", 400, "invalid_grant", { headers: { ...form, authorization: basic }, body: "" }],
    ["no body at all", 400, "invalid_grant", { headers: { authorization: basic } }],
    ["no body and no Authorization", 401, "invalid_client", {}],
    ["a JSON body", 415, "invalid_request", { headers: { ...json, authorization: basic }, body: "{}" }],
    ["a body over 1 MiB", 413, "invalid_request", {
      headers: { ...form, authorization: basic },
      body: `grant_type=${"x".repeat(1_048_577)}`
    }]
  ])("answers %s with %i %s", async (_, status, code, init) => {
    const answer = await ask(path, { method: "POST", ...init })
    assert.strictEqual(answer.status, status)
    const body: unknown = JSON.parse(answer.body)
    assert.propertyVal(body, "error", code)
    assert.property(body, "error_description")
    assert.strictEqual(answer.headers.has("www-authenticate"), status === 401)
    if (status === 401) assert.strictEqual(answer.type, "application/json;charset=ISO-8859-1")
  })

  it("takes a body without a content type for a form", async () => {
    const init = { method: "POST", headers: { authorization: basic }, body: new TextEncoder().encode(grant) }
    assert.strictEqual((await ask(path, init)).status, 200)
  })

  it("takes parameters in the content type of the form", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded; charset=UTF-8", authorization: basic }
    assert.strictEqual((await ask(path, { method: "POST", headers, body: grant })).status, 200)
  })

  it("indents and envelopes a reply that is asked so", async () => {
    const headers = { ...form, authorization: basic }
    const { body, status } = await ask(`${path}?envelope=true&pretty=true`, { method: "POST", headers, body: grant })
    assert.strictEqual(status, 200)
    assert.match(body, /^\{\n {2}"status": 200,\n {2}"content": \{\n {4}"access_token": "/)
  })

  it("envelopes an error under its own status", async () => {
    const { body, status } = await ask(`${path}?envelope=true`, { method: "POST", headers: form, body: grant })
    assert.strictEqual(status, 401)
    assert.deepNestedInclude(JSON.parse(body), { status: 401, "content.error": "invalid_client" })
  })
})

describe("the control plane", () => {
  it("is closed to a Host that is not this machine", async () => {
    const { port } = new URL(emulator.url)
    const reply = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), "127.0.0.1")
      socket.on("error", reject).on("data", (data) => {
        resolve(String(data))
        socket.destroy()
      })
      socket.write("GET /__emulator/clock HTTP/1.1\r\nHost: evil.example\r\n\r\n")
    })
    assert.match(reply, /^HTTP\/1\.1 403 /)
  })
})
