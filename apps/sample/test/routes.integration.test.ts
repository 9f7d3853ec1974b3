/** What the server answers to others than its page. */
import { assert, describe, it } from "@effect/vitest"
import { request } from "node:http"
import { setTimeout } from "node:timers/promises"
import * as Movies from "../src/Movies.ts"

const fromPage = { "content-type": "application/json", "sec-fetch-site": "same-origin" }

const start = () => Movies.start({ page: new Map(), atlasRateLimit: "off" })

const post = (url: string, body: object, headers: Record<string, string> = fromPage) =>
  fetch(url, { method: "POST", headers, body: JSON.stringify(body) })

/** `fetch` lets nobody choose this field. */
const statusFor = (url: string, host: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).on("error", reject).end()
  })

const until = async (isSo: () => Promise<boolean>) => {
  while (!await isSo()) await setTimeout(20)
}

describe("the server", () => {
  it("allows a page nothing but its own files and its own origin", async () => {
    await using movies = await start()
    const { headers } = await fetch(movies.url)
    const policy = headers.get("content-security-policy") ?? ""
    assert.include(policy, "default-src 'none'")
    assert.include(policy, "script-src 'self'")
    assert.notMatch(policy, /unsafe|\*|https?:|data:/)
    assert.isNull(headers.get("x-powered-by"))
  })

  it("lets no other site make trouble or register anybody", async () => {
    await using movies = await start()
    for (const path of ["/lab/burst", "/lab/clock", "/lab/account/revoke", "/users", "/identity/custom-token"]) {
      for (const headers of [{}, { "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }]) {
        const { status } = await post(movies.url + path, {}, { "content-type": "application/json", ...headers })
        assert.strictEqual(status, 403, path)
      }
    }
    assert.strictEqual(await statusFor(movies.url, "movies.example"), 421, "a name that leads to this machine")
    const before = movies.emulator.clock.now()
    await post(`${movies.url}/lab/clock`, { minutes: 29 }, { "content-type": "application/json" })
    assert.isBelow(movies.emulator.clock.now() - before, 60_000)
  })

  it("shows movies to whoever has a token, and to nobody else", async () => {
    await using movies = await start()
    const refused = await fetch(`${movies.url}/api/movies`)
    assert.strictEqual(refused.status, 401)
    assert.strictEqual(refused.headers.get("www-authenticate"), "Bearer realm=\"movies\"")

    const logIn = await post(`${movies.url}/auth/login/anon-user`, {})
    const { accessToken } = await logIn.json() as { readonly accessToken: string }
    const ask = (query: string) =>
      fetch(`${movies.url}/api/movies${query}`, { headers: { authorization: `Bearer ${accessToken}` } })
    const { movies: films } = await (await ask("?sort=YEAR_ASC")).json() as {
      readonly movies: ReadonlyArray<{ readonly title: string }>
    }
    assert.strictEqual(films[0]?.title, "Metropolis")
    assert.strictEqual((await ask("?sort=_ID_ASC")).status, 400)

    const cookie = logIn.headers.get("set-cookie")?.split(";")[0] ?? ""
    await post(`${movies.url}/auth/logout`, {}, { ...fromPage, cookie })
    const after = await ask("")
    assert.strictEqual(after.status, 401, "the token lives on, and the session does not")
    assert.include(await after.json(), { code: "NotLoggedIn" })
  })

  it("ends at once, whatever is on its way", async () => {
    const movies = await Movies.start({ page: new Map() })
    const burst = post(`${movies.url}/lab/burst`, {}).catch(() => undefined)
    await post(`${movies.url}/lab/faults/limited`, { target: "projects" })
    const call = post(`${movies.url}/lab/projects`, {}).catch(() => undefined)
    await until(async () => (await movies.emulator.journal.entries()).some(({ url }) => url.endsWith("/groups")))
    const started = performance.now()
    await movies[Symbol.asyncDispose]()
    await Promise.all([burst, call])
    // The 60 calls alone take 10 s.
    assert.isBelow(performance.now() - started, 4000)
  })

  it("says what is wrong with what it is asked", async () => {
    await using movies = await start()
    const unread = await fetch(`${movies.url}/lab/clock`, { method: "POST", headers: fromPage, body: "{" })
    assert.strictEqual(unread.status, 400)
    const statusOf = async (path: string, body: object) => (await post(movies.url + path, body)).status
    assert.strictEqual(await statusOf("/lab/clock", { minutes: -1 }), 400)
    assert.strictEqual(await statusOf("/lab/clock", { minutes: "29" }), 400)
    assert.strictEqual(await statusOf("/lab/faults/toString", { target: "movies" }), 404)
    assert.strictEqual(await statusOf("/lab/faults/limited", { target: "__proto__" }), 404)
    assert.strictEqual(await statusOf("/identity/custom-token", { subject: "" }), 400)
    assert.strictEqual(await statusOf("/identity/local-userpass", { subject: "me" }), 400)
    assert.strictEqual(await statusOf("/users", { email: "test@example.com", password: "password" }), 409)
    assert.strictEqual((await fetch(`${movies.url}/nothing`)).status, 404)
    const twice = await Promise.all([statusOf("/lab/burst", {}), statusOf("/lab/burst", {})])
    assert.deepStrictEqual(twice.toSorted(), [204, 409])
  })
})
