/** Where redirects lead, and what goes with them. */
import { ServiceAccount } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { rawServer } from "./rawServer.ts"

const account = (baseUrl: string) =>
  ServiceAccount.make({ clientId: "mdb_sa_id_1", clientSecret: "mdb_sa_sk_1", baseUrl })

const redirecting = (to: () => string, status = 302) =>
  rawServer(({ path }, response) =>
    path === "/start"
      ? response.writeHead(status, { location: to() }).end("moved")
      : response.writeHead(200, { "content-type": "application/json" }).end("{\"ok\":true}")
  )

const failure = (promise: Promise<unknown>) => promise.then(() => undefined, (error: unknown) => error)

describe("fetch and redirects", () => {
  it("keeps the token within the origin, and says where the reply came from", async () => {
    await using server = await redirecting(() => "/end?a=1#part")
    await using client = account(server.url)
    const response = await client.fetch("/start")
    const copy = response.clone()
    assert.deepStrictEqual(await response.json(), { ok: true })
    assert.deepStrictEqual(await copy.json(), { ok: true })
    assert.deepStrictEqual(server.seen.map(({ headers }) => headers.authorization), ["Bearer t1", "Bearer t1"])
    assert.isTrue(response.redirected)
    assert.strictEqual(response.url, `${server.url}/end?a=1`)
    assert.strictEqual(copy.url, response.url)
    assert.instanceOf(response, Response)
  })

  it("shows the token to no other origin, nor the caller's own credentials, and never gives it back", async () => {
    await using server = await redirecting(() => foreign.url)
    await using foreign = await rawServer((_, response) =>
      response.writeHead(307, { location: `${server.url}/back` }).end()
    )
    await using client = account(server.url)
    const response = await client.fetch("/start", {
      headers: { cookie: "c", "proxy-authorization": "p", "x-mine": "x" }
    })
    assert.strictEqual(response.status, 200)
    const [first, last] = server.seen
    assert.include(first?.headers, { authorization: "Bearer t1", cookie: "c", "proxy-authorization": "p" })
    for (const headers of [foreign.seen[0]?.headers, last?.headers]) {
      assert.doesNotHaveAnyKeys(headers, ["authorization", "cookie", "proxy-authorization"])
      assert.include(headers, { "x-mine": "x" })
    }
  })

  it("keeps its token when another origin answers 401", async () => {
    await using foreign = await rawServer((_, response) => response.writeHead(401).end("{}"))
    await using server = await redirecting(() => foreign.url)
    await using client = account(server.url)
    assert.strictEqual((await client.fetch("/start")).status, 401)
    assert.strictEqual(server.seen.length, 1)
    assert.strictEqual(await client.getAccessToken(), "t1")
  })

  it("replays from the start when the token is refused after a redirect", async () => {
    await using server = await rawServer(({ headers, path }, response) =>
      path === "/start"
        ? response.writeHead(302, { location: "/end" }).end()
        : response.writeHead(headers.authorization === "Bearer t2" ? 200 : 401).end()
    )
    await using client = account(server.url)
    assert.strictEqual((await client.fetch("/start")).status, 200)
    assert.deepStrictEqual(server.seen.map(({ headers, path }) => [path, headers.authorization]), [
      ["/start", "Bearer t1"],
      ["/end", "Bearer t1"],
      ["/start", "Bearer t2"],
      ["/end", "Bearer t2"]
    ])
  })

  it.each([
    [301, "POST", "GET", ""],
    [302, "POST", "GET", ""],
    [303, "PUT", "GET", ""],
    [303, "HEAD", "HEAD", ""],
    [301, "PUT", "PUT", "content"],
    [307, "POST", "POST", "content"],
    [308, "PATCH", "PATCH", "content"]
  ])("after %i a %s is a %s with the content \"%s\"", async (status, method, then, content) => {
    await using server = await redirecting(() => "/end", status)
    await using client = account(server.url)
    const body = method === "HEAD" ? null : "content"
    await client.fetch("/start", { method, body, headers: { "content-language": "en" } })
    const last = server.seen[1]
    assert.strictEqual(last?.method, then)
    assert.strictEqual(last?.body, content)
    if (then === "GET") assert.doesNotHaveAnyKeys(last?.headers, ["content-type", "content-language"])
  })

  it("leaves a redirect to the caller who wants it, or fails", async () => {
    await using server = await redirecting(() => "/end")
    await using client = account(server.url)
    const manual = await client.fetch("/start", { redirect: "manual" })
    assert.strictEqual(manual.status, 302)
    assert.strictEqual(manual.headers.get("location"), "/end")
    assert.isFalse(manual.redirected)
    assert.instanceOf(await failure(client.fetch("/start", { redirect: "error", retries: 0 })), TypeError)
    assert.strictEqual(server.seen.length, 2)
  })

  it("gives up after 20 redirects, and goes nowhere but to HTTP", async () => {
    await using loop = await redirecting(() => "/start")
    await using client = account(loop.url)
    assert.instanceOf(await failure(client.fetch("/start", { retries: 0 })), TypeError)
    assert.strictEqual(loop.seen.length, 21)
    await using file = await redirecting(() => "file:///etc/passwd")
    await using other = account(file.url)
    assert.instanceOf(await failure(other.fetch("/start", { retries: 0 })), TypeError)
  })

  it.each<[string, RequestInit, number]>([
    ["refused", { redirect: "error" }, 1],
    ["refused by the global fetch", { redirect: "error", cache: "no-store" }, 1],
    ["endless", {}, 21]
  ])("does not begin anew after a redirect that is %s, and holds it against nobody", async (_, options, requests) => {
    await using server = await rawServer(({ path }, response) =>
      path === "/fine" ? response.end("fine") : response.writeHead(302, { location: "/start" }).end()
    )
    await using client = account(server.url)
    assert.instanceOf(await failure(client.fetch("/start", options)), TypeError)
    assert.strictEqual(server.seen.length, requests)
    // As many failures of a server's own would open its circuit.
    for (let call = 0; call < 10; call++) await failure(client.fetch("/start", options))
    assert.strictEqual((await client.fetch("/fine")).status, 200)
  })
})
