import { DefaultSeed } from "@atlas-bearer/emulator"
import { afterAll, assert, beforeAll, beforeEach, describe, it } from "vitest"
import { raw, versions } from "./servers.ts"
import { browser, start, upstream } from "./sessions.ts"

let services: Awaited<ReturnType<typeof upstream>>
beforeAll(async () => {
  services = await upstream()
})
afterAll(() => services[Symbol.asyncDispose]())
beforeEach(() => {
  services.seen.length = 0
})

const logins = () => services.seen.filter((request) => request.endsWith("/login"))

describe.each(versions)("sessionRouter on %s", (_, express) => {
  it.each<[Record<string, string>, number]>([
    [{}, 403],
    [{ origin: "https://evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{ origin: "http://127.0.0.1" }, 403],
    [{ origin: "own" }, 204],
    [{ origin: "own", "sec-fetch-site": "cross-site" }, 403],
    [{ origin: "own", "sec-fetch-site": "same-site" }, 403],
    [{ origin: "own", "sec-fetch-site": "none" }, 403],
    [{ "sec-fetch-site": "same-origin" }, 204],
    [{ origin: "own", "x-forwarded-host": "evil.example" }, 204],
    [{ origin: "http://evil.example", "x-forwarded-host": "evil.example" }, 403]
  ])("answers a change that comes from %j with %d", async (headers, status) => {
    await using server = await start(express, services.url)
    const sent = { ...headers, ...(headers["origin"] === "own" && { origin: server.url }) }
    const { port } = server
    for (const path of ["/auth/logout", "/auth/refresh", "/auth/login/anon-user"]) {
      const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}`)
      const reply = await raw(port, [`POST ${path} HTTP/1.1`, ...lines, `Host: 127.0.0.1:${port}`, "Content-Length: 0"])
      const expected = status === 403 ? 403 : { "/auth/logout": 204, "/auth/refresh": 401 }[path] ?? 415
      assert.match(reply, new RegExp(`^HTTP/1.1 ${expected} `), path)
    }
    assert.deepStrictEqual(services.seen, [])
  })

  it("takes no login from a form, which a page of another site could send", async () => {
    await using server = await start(express, services.url)
    const page = browser(server.url)
    for (
      const type of [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp"
      ]
    ) {
      const { status } = await page.post("/auth/login/local-userpass", DefaultSeed.user, {
        headers: { "content-type": type, "sec-fetch-site": "same-origin" }
      })
      assert.strictEqual(status, 415, type)
    }
    assert.deepStrictEqual(logins(), [])
  })

  it.each([
    "/auth/login/../admin",
    "/auth/login/..%2fadmin",
    "/auth/login/%2e%2e%2Fadmin",
    "/auth/login/..",
    "/auth/login/%",
    "/auth/login/",
    "/auth/login/__proto__",
    "/auth/login/constructor",
    "/auth/login/local-userpass/x",
    "/auth/login/LOCAL-USERPASS",
    "/auth/login/local-userpass%00"
  ])("knows no provider at %s, and asks nobody", async (path) => {
    await using server = await start(express, services.url)
    const lines = ["Sec-Fetch-Site: same-origin", "Content-Type: application/json", "Content-Length: 0"]
    const reply = await raw(server.port, [`POST ${path} HTTP/1.1`, ...lines])
    assert.match(reply, /^HTTP\/1.1 404 /)
    assert.deepStrictEqual(services.seen, [])
  })

  it("logs in by those providers alone that are named", async () => {
    await using server = await start(express, services.url, { providers: ["local-userpass"] })
    assert.strictEqual((await browser(server.url).post("/auth/login/anon-user", {})).status, 404)
    assert.strictEqual((await browser(server.url).logIn()).status, 200)
  })

  it("redirects nowhere, whatever it is asked", async () => {
    await using server = await start(express, services.url)
    const evil = "https://evil.example/"
    for (const name of ["redirect", "redirect_uri", "returnTo", "next", "url", "continue"]) {
      const query = `?${name}=${encodeURIComponent(evil)}`
      const page = browser(server.url)
      const replies = [
        await page.post(`/auth/login/local-userpass${query}`, { ...DefaultSeed.user, [name]: evil }),
        await page.post(`/auth/refresh${query}`),
        await page.get(`/auth/me${query}`),
        await page.post(`/auth/logout${query}`)
      ]
      for (const { headers, status } of replies) {
        assert.isBelow(status, 300)
        assert.isNull(headers.get("location"))
      }
    }
  })

  it("puts a new session into the place of any that was there", async () => {
    await using server = await start(express, services.url)
    const attacker = browser(server.url)
    await attacker.post("/auth/login/anon-user", {})
    const victim = browser(server.url)
    for (const [name, value] of attacker.cookies) victim.cookies.set(name, value)
    const login = await victim.logIn()
    assert.notDeepEqual([...victim.cookies], [...attacker.cookies])
    assert.strictEqual((await victim.get("/auth/me")).body.id, login.body.user.id)
    assert.notStrictEqual((await attacker.get("/auth/me")).body.id, login.body.user.id)
  })
})
