import { DefaultSeed } from "@atlas-bearer/emulator"
import { requireBearer } from "@atlas-bearer/express"
import { TokenVerifier } from "@atlas-bearer/node"
import { afterAll, assert, beforeAll, beforeEach, describe, it } from "vitest"
import { raw, versions } from "./servers.ts"
import { browser, start, upstream } from "./sessions.ts"

let services: Awaited<ReturnType<typeof upstream>>
beforeAll(async () => {
  services = await upstream()
})
afterAll(() => services[Symbol.asyncDispose]())
beforeEach(() => {
  services.fault = undefined
  services.seen.length = 0
})

const payloadOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString())

describe.each(versions)("sessionRouter on %s", (_, express) => {
  it("logs in, renews, tells who that is, and logs out", async () => {
    await using server = await start(express, services.url)
    const page = browser(server.url)
    const login = await page.logIn()
    assert.strictEqual(login.status, 200)
    assert.strictEqual(login.body.expiresIn, 1800)
    assert.strictEqual(payloadOf(login.body.accessToken).sub, login.body.user.id)
    assert.strictEqual(login.headers.get("cache-control"), "no-store")

    const renewed = await page.post("/auth/refresh")
    assert.strictEqual(renewed.status, 200)
    assert.deepStrictEqual(renewed.body.user, login.body.user)
    assert.strictEqual(payloadOf(renewed.body.accessToken).typ, "access")

    const me = await page.get("/auth/me")
    assert.strictEqual(me.status, 200)
    assert.include(me.body, { id: login.body.user.id, type: "normal" })
    assert.strictEqual(me.body.data.email, DefaultSeed.user.username)

    const kept = [...page.cookies]
    assert.strictEqual((await page.post("/auth/logout")).status, 204)
    assert.strictEqual(page.cookies.size, 0)
    assert.strictEqual((await page.get("/auth/me")).status, 401)
    // The session itself has ended, not only its cookie.
    for (const [name, value] of kept) page.cookies.set(name, value)
    const ended = await page.post("/auth/refresh")
    assert.deepInclude([ended.status, ended.body.code], "SessionEnded")
    assert.strictEqual(page.cookies.size, 0)
  })

  it("takes the whole URL for a path, as every server must", async () => {
    await using server = await start(express, services.url)
    const lines = ["Sec-Fetch-Site: same-origin", "Content-Type: application/json", "Content-Length: 0"]
    const reply = await raw(server.port, [`POST ${server.url}/auth/login/anon-user HTTP/1.1`, ...lines])
    assert.match(reply, /^HTTP\/1.1 400 [^]*The body is no JSON object/)
    assert.match(await raw(server.port, [`GET ${server.url}/auth/me?x=/ HTTP/1.1`]), /^HTTP\/1.1 401 /)
  })

  it("never shows the refresh token to the browser", async () => {
    await using server = await start(express, services.url)
    const page = browser(server.url)
    await page.logIn()
    await page.post("/auth/refresh")
    await page.get("/auth/me")
    const jwts = page.bodies.join("\n").match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? []
    const types = jwts.filter((jwt) => jwt.split(".").length === 3).map((jwt) => payloadOf(jwt).typ)
    assert.deepStrictEqual([...new Set(types)], ["access"])
    // What is in the cookie cannot be read without the key.
    for (const value of page.cookies.values()) {
      assert.strictEqual(value.split(".").length, 5)
      for (const part of value.split(".").slice(1)) {
        assert.notInclude(Buffer.from(part, "base64url").toString("latin1"), "eyJ")
      }
    }
  })

  it("logs in by each provider that the emulator has", async () => {
    await using server = await start(express, services.url)
    assert.strictEqual((await browser(server.url).post("/auth/login/anon-user", {})).status, 200)
    const key = await browser(server.url).post("/auth/login/api-key", { key: DefaultSeed.serverApiKey })
    assert.strictEqual(key.status, 200)
    const google = await browser(server.url).post("/auth/login/oauth2-google", { id_token: "x" })
    assert.deepStrictEqual([google.status, google.body.code], [401, "AuthError"])
  })

  it("gives an access token that requireBearer takes", async () => {
    await using verifier = TokenVerifier.make({
      ...DefaultSeed.administrator,
      groupId: DefaultSeed.app.groupId,
      appId: DefaultSeed.app.id,
      baseUrl: services.url
    })
    await using server = await start(express, services.url, {
      prepare: (app) => {
        app.get("/api/me", requireBearer({ verifier, realm: "movies" }), (request, response) => {
          response.json(request.auth?.claims.sub)
        })
      }
    })
    const page = browser(server.url)
    const { body } = await page.logIn()
    for (const _ of [1, 2]) {
      const me = await page.get("/api/me", { headers: { authorization: `Bearer ${body.accessToken}` } })
      assert.strictEqual(me.body, body.user.id)
    }
    assert.include(await verifier.inspect(), { hits: 1, misses: 1 })
  })

  it("passes the refusal of a login on, with its tag and advice", async () => {
    await using server = await start(express, services.url)
    const page = browser(server.url)
    const refused = await page.post("/auth/login/local-userpass", { username: "test@example.com", password: "hunter2" })
    assert.strictEqual(refused.status, 401)
    assert.strictEqual(refused.headers.get("content-type"), "application/problem+json; charset=utf-8")
    assert.include(refused.body, { code: "InvalidPassword", title: "Unauthorized" })
    assert.notInclude(JSON.stringify(refused.body), "hunter2")
    assert.strictEqual(page.cookies.size, 0)
  })
})
