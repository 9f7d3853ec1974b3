import { DefaultSeed } from "@atlas-bearer/emulator"
import { once } from "node:events"
import { connect } from "node:net"
import { afterAll, assert, beforeAll, beforeEach, describe, it } from "vitest"
import { versions } from "./servers.ts"
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

const json = (body: object, init: ResponseInit) => () => Response.json(body, init)

describe.each(versions)("sessionRouter on %s", (_, express) => {
  it("answers a rate limit of App Services at once, with the wait that it asks for", async () => {
    await using server = await start(express, services.url)
    const page = browser(server.url)
    await page.logIn()
    services.fault = json({ error: "slow down" }, { status: 429, headers: { "retry-after": "7" } })
    const before = services.seen.length
    const first = await page.post("/auth/refresh")
    assert.strictEqual(first.status, 429)
    assert.strictEqual(first.headers.get("retry-after"), "7")
    assert.strictEqual(first.body.code, "RateLimited")
    const second = await page.post("/auth/refresh")
    assert.strictEqual(second.status, 429)
    assert.oneOf(second.headers.get("retry-after"), ["6", "7"])
    assert.strictEqual(services.seen.length, before + 1)
    assert.strictEqual(page.cookies.size, 1)
  })

  it.each<[string, () => Response]>([
    ["fails", json({ error: "secret-of-upstream", error_code: "InternalServerError" }, { status: 500 })],
    ["answers something else", () => new Response("<html>secret-of-upstream", { status: 418 })]
  ])("answers 503 and keeps the session when App Services %s", async (_, fault) => {
    await using server = await start(express, services.url, { deadline: "1 second" })
    const page = browser(server.url)
    await page.logIn()
    services.fault = fault
    const { body, headers, status } = await page.post("/auth/refresh")
    assert.strictEqual(status, 503)
    assert.match(headers.get("retry-after") ?? "", /^[1-9]\d*$/)
    assert.notInclude(JSON.stringify(body), "secret-of-upstream")
    assert.strictEqual(page.cookies.size, 1)
  })

  it("answers 503 when nobody listens", async () => {
    await using server = await start(express, "http://127.0.0.1:9", { deadline: "1 second" })
    const { body, status } = await browser(server.url).logIn()
    assert.strictEqual(status, 503)
    assert.notInclude(JSON.stringify(body), "127.0.0.1")
  })

  it("takes the cookie back when the session has ended, and not before", async () => {
    await using server = await start(express, services.url)
    const page = browser(server.url)
    await page.logIn()
    services.fault = json({ error: "invalid session", error_code: "InvalidSession" }, { status: 401 })
    const { body, headers, status } = await page.get("/auth/me")
    assert.deepEqual([status, body.code, page.cookies.size], [401, "SessionEnded", 0])
    assert.match(headers.get("www-authenticate") ?? "", /^Cookie /)
  })

  it("takes the cookie back at logout even while App Services is down", async () => {
    await using server = await start(express, services.url, { deadline: "1 second" })
    const page = browser(server.url)
    await page.logIn()
    services.fault = json({ error: "x", error_code: "InternalServerError" }, { status: 500 })
    assert.strictEqual((await page.post("/auth/logout")).status, 503)
    assert.strictEqual(page.cookies.size, 0)
  })

  it.each<[number, string, unknown, Record<string, string>]>([
    [413, "is longer than 100 kB", { ...DefaultSeed.user, x: "x".repeat(102_400) }, {}],
    [400, "is no JSON", "{", {}],
    [400, "is no object", "[]", {}],
    [400, "is empty", "", {}],
    [400, "misses a field", { username: "x" }, {}],
    [400, "has a field of another type", { username: "x", password: { $ne: "" } }, {}],
    [415, "is compressed", DefaultSeed.user, { "content-encoding": "gzip" }]
  ])("answers %d to a body that %s", async (expected, _, body, headers) => {
    for (const prepare of [undefined, (app: ReturnType<typeof express>) => app.use(express.json({ limit: "1mb" }))]) {
      if (prepare !== undefined && expected !== 413 && typeof body === "string") continue
      await using server = await start(express, services.url, prepare && { prepare })
      if (prepare !== undefined && expected === 415) continue
      const reply = await browser(server.url).post("/auth/login/local-userpass", body, { headers })
      assert.strictEqual(reply.status, expected)
      assert.lengthOf(services.seen, 0)
    }
  })

  it("does not wait for a body without a length that is longer than 100 kB", async () => {
    await using server = await start(express, services.url)
    const socket = connect(server.port, "127.0.0.1")
    socket.on("error", () => {})
    const head = ["POST /auth/login/local-userpass HTTP/1.1", "Host: x", "Sec-Fetch-Site: same-origin"]
    socket.write([...head, "Content-Type: application/json", "Transfer-Encoding: chunked", "", ""].join("\r\n"))
    socket.write(`20000\r\n${"x".repeat(0x20000)}\r\n`)
    const [reply] = await once(socket, "data")
    assert.match(String(reply), /^HTTP\/1.1 413 /)
    socket.destroy()
  })

  it("takes a body that another middleware has read", async () => {
    await using server = await start(express, services.url, { prepare: (app) => app.use(express.json()) })
    assert.strictEqual((await browser(server.url).logIn()).status, 200)
  })

  it("answers a wrong method with those that are right, and leaves other paths to others", async () => {
    await using server = await start(express, services.url)
    const page = browser(server.url)
    for (const path of ["/auth/refresh", "/auth/logout", "/auth/login/anon-user"]) {
      const { headers, status } = await page.get(path)
      assert.deepStrictEqual([status, headers.get("allow")], [405, "POST"])
    }
    assert.strictEqual((await page.post("/auth/me")).status, 405)
    assert.strictEqual((await fetch(`${server.url}/auth/other`)).status, 404)
    assert.strictEqual((await fetch(`${server.url}/auth/me`, { method: "HEAD" })).status, 401)
  })
})
