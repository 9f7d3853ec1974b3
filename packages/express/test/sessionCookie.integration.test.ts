import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { versions } from "./servers.ts"
import { browser, secret, start, upstream } from "./sessions.ts"

let services: Awaited<ReturnType<typeof upstream>>
beforeAll(async () => {
  services = await upstream()
})
afterAll(() => services[Symbol.asyncDispose]())

describe.each(versions)("the session's cookie on %s", (_, express) => {
  it("is for this host, HTTPS and no script alone", async () => {
    await using server = await start(express, services.url, { prepare: (app) => app.set("trust proxy", "loopback") })
    const proxied = { "x-forwarded-proto": "https", "x-forwarded-host": "movies.example" }
    const page = browser(server.url)
    const headers = { ...proxied, origin: "https://movies.example" }
    assert.strictEqual((await page.post("/auth/login/anon-user", {}, { headers })).status, 200)
    const pattern = /^__Host-session=[\w.-]+; Path=\/; Max-Age=5184000; HttpOnly; SameSite=Lax; Secure$/
    assert.match(page.setCookies[0] ?? "", pattern)
    assert.strictEqual((await page.get("/auth/me", { headers: proxied })).status, 200)
    assert.strictEqual((await page.post("/auth/logout", undefined, { headers })).status, 204)
    assert.strictEqual(page.setCookies[1], "__Host-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure")
  })

  it("is without Secure and prefix where a browser on this machine would refuse them, and only there", async () => {
    await using server = await start(express, services.url)
    const page = browser(server.url)
    await page.post("/auth/login/anon-user", {})
    assert.match(page.setCookies[0] ?? "", /^session=[\w.-]+; Path=\/; Max-Age=5184000; HttpOnly; SameSite=Lax$/)
    // A proxy that Express was not told about: what it says counts for nothing, what the browser says does.
    const headers = { origin: "https://movies.example", "sec-fetch-site": "same-origin" }
    const proxied = browser(server.url)
    await proxied.post("/auth/login/anon-user", {}, { headers })
    assert.match(proxied.setCookies[0] ?? "", /^__Host-session=.*; Secure$/)
    assert.strictEqual((await proxied.get("/auth/me")).status, 200)
    // A session that has ended is taken back under the name that it came under, though reading names no origin.
    services.fault = () => Response.json({ error: "x", error_code: "InvalidSession" }, { status: 401 })
    assert.strictEqual((await proxied.get("/auth/me")).status, 401)
    services.fault = undefined
    assert.match(proxied.setCookies[1] ?? "", /^__Host-session=; .*; Secure$/)
  })

  it("is named and kept as its options say", async () => {
    const cookie = { secret, name: "movies", maxAge: "1 hour" as const }
    await using server = await start(express, services.url, { cookie })
    const page = browser(server.url)
    await page.post("/auth/login/anon-user", {})
    assert.match(page.setCookies[0] ?? "", /^movies=.*; Max-Age=3600;/)
  })

  it("accepts no cookie that was changed, cut, moved to another app, made by another key, or sent twice", async () => {
    await using server = await start(express, services.url)
    await using other = await start(express, services.url, { cookie: { secret: secret.toUpperCase() } })
    await using renamed = await start(express, services.url, { cookie: { secret, name: "other" } })
    const page = browser(server.url)
    await page.logIn()
    const [[name, value] = ["", ""]] = page.cookies
    const parts = value.split(".")
    const flip = (part: string) => (part.startsWith("A") ? "B" : "A") + part.slice(1)
    const header = (fields: object) => Buffer.from(JSON.stringify(fields)).toString("base64url")
    const forged = [
      ...[0, 2, 3, 4].map((at) => parts.map((part, index) => index === at ? flip(part) : part).join(".")),
      parts.slice(0, 4).join("."),
      [header({ alg: "none" }), ...parts.slice(1)].join("."),
      [header({ alg: "dir", enc: "A128GCM" }), ...parts.slice(1)].join("."),
      "x".repeat(4000),
      `${value}; ${name}=${value}`
    ]
    services.seen.length = 0
    const status = async (url: string, cookie: string) =>
      (await fetch(`${url}/auth/me`, { headers: { cookie } })).status
    for (const changed of forged) assert.strictEqual(await status(server.url, `${name}=${changed}`), 401, changed)
    assert.strictEqual(await status(other.url, `${name}=${value}`), 401)
    assert.strictEqual(await status(renamed.url, `other=${value}`), 401)
    assert.deepStrictEqual(services.seen, [])
    assert.strictEqual(await status(server.url, `${name}=${value}`), 200)
  })

  it("reads cookies of the old secrets, and writes with the newest", async () => {
    const newest = Buffer.alloc(32, 7)
    await using before = await start(express, services.url)
    await using during = await start(express, services.url, { cookie: { secret: [newest, secret] } })
    await using after = await start(express, services.url, { cookie: { secret: newest } })
    const page = browser(before.url)
    await page.logIn()
    const cookie = () => [...page.cookies].map((pair) => pair.join("=")).join("; ")
    const post = (url: string) =>
      fetch(`${url}/auth/refresh`, { method: "POST", headers: { cookie: cookie(), origin: url } })
    assert.strictEqual((await post(after.url)).status, 401)
    const renewed = await post(during.url)
    assert.strictEqual(renewed.status, 200)
    page.cookies.set("session", /session=([^;]+)/.exec(renewed.headers.get("set-cookie") ?? "")?.[1] ?? "")
    assert.strictEqual((await post(after.url)).status, 200)
    assert.strictEqual((await post(before.url)).status, 401)
  })
})
