import { requireBearer } from "@atlas-bearer/express"
import { TokenVerifier } from "@atlas-bearer/node"
import express from "express"
import { assert, describe, it } from "vitest"
import { pipelined, serve } from "./servers.ts"

const iat = Math.floor(Date.now() / 1000)
// A token that has ended by the clock here would be remembered for 5 s alone.
const claims = { sub: "u1", iat, exp: iat + 1800 }
const token = (n: number) => `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(`token ${n}`).toString("base64url")}.c2ln`

/** A verify_token service whose answer can be changed; `asked` has the instants in seconds. */
const start = async (options?: Partial<TokenVerifier.Options>) => {
  const asked: Array<number> = []
  const own = { asked, answer: (_n: number): Response | undefined => Response.json(claims) }
  const upstream = await serve(async (request, response) => {
    request.resume()
    const isLogin = request.url?.endsWith("/login") === true
    if (!isLogin) asked.push(performance.now() / 1000)
    const reply = isLogin ? Response.json({ access_token: "a", refresh_token: "r" }) : own.answer(asked.length)
    if (reply === undefined) return void request.socket.destroy()
    const text = await reply.text()
    response.writeHead(reply.status, Object.fromEntries(reply.headers)).end(text)
  })
  const verifier = TokenVerifier.make({
    groupId: "g",
    appId: "a",
    publicKey: "p",
    privateKey: "k",
    baseUrl: upstream.url,
    ...options
  })
  const app = express()
  app.use(requireBearer({ verifier, realm: "movies" }), (_request, response) => {
    response.end()
  })
  const server = await serve(app)
  const stack = new AsyncDisposableStack()
  for (const resource of [upstream, verifier, server]) stack.use(resource)
  return Object.assign(own, {
    verifier,
    port: server.port,
    status: async (n: number) => {
      const response = await fetch(server.url, { headers: { authorization: `Bearer ${token(n)}` } })
      await response.text()
      return { status: response.status, retryAfter: Number(response.headers.get("retry-after")) }
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync()
  })
}

describe("requireBearer with verify_token", () => {
  it("asks once for 100 requests with one new token", async () => {
    await using server = await start()
    const replies = await Promise.all(Array.from({ length: 100 }, () => server.status(1)))
    assert.isTrue(replies.every(({ status }) => status === 200))
    assert.lengthOf(server.asked, 1)
    assert.include(await server.verifier.inspect(), { valid: 1, asking: 0 })
  })

  it("answers known tokens while others flood it, remembers few of these, and respects the service's limit", async () => {
    await using server = await start({ refusedCapacity: 50, askingCapacity: 100 })
    await server.status(0)
    let left = 200
    server.answer = () =>
      left-- > 0
        ? Response.json({ error: "signature is invalid" }, { status: 401 })
        : new Response("", { status: 429, headers: { "retry-after": "60" } })
    const replies: Array<string> = []
    for (let round = 0; round < 10; round++) {
      const fields = Array.from({ length: 500 }, (_, n) => `Authorization: Bearer ${token(1 + round * 500 + n)}`)
      const flood = pipelined(server.port, fields)
      assert.strictEqual((await server.status(0)).status, 200)
      assert.isAtMost((await server.verifier.inspect()).asking, 100)
      replies.push(...await flood)
    }
    const [refused, turnedAway] = [401, 503].map((status) =>
      replies.filter((reply) => reply.startsWith(`HTTP/1.1 ${status}`))
    )
    assert.lengthOf(refused ?? [], 200)
    assert.lengthOf(turnedAway ?? [], 4800)
    for (const reply of turnedAway ?? []) assert.match(reply, /\r\nRetry-After: [1-9]/)
    // Those under way when the limit was met, at most.
    assert.isAtMost(server.asked.length, 1 + 200 + 100)
    assert.include(await server.verifier.inspect(), { valid: 1, refused: 50, asking: 0 })
  })

  it.each<[string, () => Response | undefined]>([
    ["fails", () => new Response("", { status: 503 })],
    ["breaks connections", () => undefined]
  ])("answers 503 with Retry-After while the service %s, asks it once a second, and recovers", async (_, answer) => {
    await using server = await start()
    await server.status(0)
    server.answer = answer
    const begin = performance.now()
    let n = 1
    while (performance.now() - begin < 2300) {
      const replies = await Promise.all([n++, n++, n++].map(server.status))
      for (const { retryAfter, status } of replies) {
        assert.strictEqual(status, 503)
        assert.isAtLeast(retryAfter, 1)
      }
      assert.strictEqual((await server.status(0)).status, 200)
    }
    assert.isAbove(n, 20)
    // The three that found out, one of them again, and one a second.
    assert.isAtMost(server.asked.length, 1 + 3 + 1 + Math.ceil((performance.now() - begin) / 1000))
    server.answer = () => Response.json(claims)
    const up = performance.now()
    while ((await server.status(0.5)).status === 503) assert.isBelow(performance.now() - up, 7000)
  })

  it("hides a connection that broke once", async () => {
    await using server = await start()
    await server.status(0)
    server.answer = (asked) => asked === 2 ? undefined : Response.json(claims)
    assert.strictEqual((await server.status(1)).status, 200)
    assert.lengthOf(server.asked, 3)
  })
})
