import { TokenInvalid } from "@atlas-bearer/core/ClientError"
import { requireBearer, type Verifier } from "@atlas-bearer/express"
import type { ErrorRequestHandler } from "express"
import { once } from "node:events"
import { setImmediate } from "node:timers/promises"
import { assert, describe, it } from "vitest"
import { raw, serve, versions } from "./servers.ts"
import { byName, claims } from "./verifiers.ts"

describe.each(versions)("requests to %s", (_, express) => {
  const start = async (verifier: Verifier.Verifier, maxHeaderSize = 16_384) => {
    const passed: Array<unknown> = []
    const failed: Array<unknown> = []
    const app = express()
    app.use(requireBearer({ verifier, realm: "movies", require: ({ sub }) => sub === "u1" || Reflect.get({}, sub).x }))
    app.use((request, response) => {
      passed.push(request.auth)
      response.end("passed")
    })
    const onError: ErrorRequestHandler = (error, _request, response, _next) => {
      failed.push(error)
      response.status(500).end()
    }
    app.use(onError)
    return { passed, failed, ...await serve(app, { maxHeaderSize }) }
  }

  it.each([
    [["Authorization: Bearer good", "Authorization: Bearer good"], 400],
    [["Authorization: Basic dTpw", "authorization: Bearer good"], 400],
    [["AUTHORIZATION: Bearer good"], 200],
    [["Authorization: Bearer good\0"], 400],
    [["Authorization: Bearer go\rod"], 400],
    [["Authorization: Bearer good\r\n\tX-Folded: 1"], 400],
    [["Authorization: Bearer good\nX-Smuggled: 1"], 400],
    [["Authorization: Bearer gööd"], 400],
    [["Authorization:"], 401]
  ])("with %j are answered with %d", async (lines, status) => {
    const { verifier } = byName()
    await using server = await start(verifier)
    const reply = await raw(server.port, ["GET / HTTP/1.1", ...lines])
    assert.match(reply, new RegExp(`^HTTP/1.1 ${status} `))
    assert.lengthOf(server.passed, status === 200 ? 1 : 0)
  })

  it("with a header of 1 MB are refused by Node, or where that is allowed by the verifier", async () => {
    const { verifier } = byName()
    const line = `Authorization: Bearer ${"a".repeat(1_048_576)}`
    await using strict = await start(verifier)
    assert.match(await raw(strict.port, ["GET / HTTP/1.1", line]), /^(HTTP\/1.1 431 |$)/)
    await using lax = await start(verifier, 2_000_000)
    assert.match(await raw(lax.port, ["GET / HTTP/1.1", line]), /^HTTP\/1.1 401 /)
    assert.lengthOf([...strict.passed, ...lax.passed], 0)
  })

  it("that end early end their verification, and go no further", async () => {
    const started = Promise.withResolvers<void>()
    const aborted = Promise.withResolvers<void>()
    const settled: Array<() => void> = []
    await using server = await start({
      verify: (_, { signal }) => {
        signal.addEventListener("abort", () => aborted.resolve())
        started.resolve()
        // Deaf to the signal, as a foreign verifier may be.
        return new Promise((resolve) => settled.push(() => resolve(claims)))
      }
    })
    const client = new AbortController()
    const response = fetch(server.url, { headers: { authorization: "Bearer good" }, signal: client.signal })
      .catch((error: unknown) => error)
    await started.promise
    client.abort()
    await aborted.promise
    settled.forEach((settle) => settle())
    await setImmediate()
    assert.include(await response, { name: "AbortError" })
    assert.deepStrictEqual([server.passed, server.failed], [[], []])
  })

  it("leave no listener and no abort behind when they are answered", async () => {
    const signals: Array<AbortSignal> = []
    const app = express()
    const guard = requireBearer({
      realm: "movies",
      verifier: {
        verify: async (_, { signal }) => {
          signals.push(signal)
          return claims
        }
      }
    })
    const counts: Array<number> = []
    app.use((_request, response, next) => {
      counts.push(response.listenerCount("close"))
      next()
    })
    app.use(guard, (_request, response) => {
      counts.push(response.listenerCount("close"))
      response.end()
      return once(response, "close")
    })
    await using server = await serve(app)
    await (await fetch(server.url, { headers: { authorization: "Bearer good" } })).text()
    assert.strictEqual(counts[0], counts[1])
    assert.deepStrictEqual(signals.map(({ aborted }) => aborted), [false])
  })

  const throwing: Verifier.Verifier = {
    verify: () => {
      throw new Error("at once")
    }
  }
  const failingAtOnce = (error: Error): Verifier.Verifier => ({
    verify: async () => claims,
    verifyAtOnce: () => {
      throw error
    }
  })
  const promised = async (): Promise<never> => {
    throw new Error("later")
  }
  it.each<[string, Verifier.Verifier, number]>([
    ["throws", throwing, 503],
    ["gives no claims", { verify: async () => JSON.parse("null") }, 503],
    ["remembers nothing, by `null`", { ...throwing, verifyAtOnce: () => JSON.parse("null") }, 503],
    ["promises what it remembers", { ...throwing, verifyAtOnce: promised }, 503],
    ["gives claims on which `require` fails", { verify: async () => ({ ...claims, sub: "other" }) }, 500],
    [
      "remembers claims on which `require` fails",
      { ...throwing, verifyAtOnce: () => ({ ...claims, sub: "other" }) },
      500
    ],
    ["remembers claims", { ...throwing, verifyAtOnce: () => claims }, 200],
    ["refuses at once", failingAtOnce(new TokenInvalid({ description: "it has ended" })), 401],
    ["fails at once", failingAtOnce(new Error("at once")), 503]
  ])("are answered once when the verifier %s", async (_, verifier, status) => {
    await using server = await start(verifier)
    const response = await fetch(server.url, { headers: { authorization: "Bearer good" } })
    assert.strictEqual(response.status, status)
    assert.lengthOf(server.passed, status === 200 ? 1 : 0)
    assert.lengthOf(server.failed, status === 500 ? 1 : 0)
  })

  it("with a remembered token pass in the same turn, and nobody listens for their end", async () => {
    const bearer = requireBearer({ verifier: { ...throwing, verifyAtOnce: () => claims }, realm: "movies" })
    const app = express()
    app.use((request, response) => {
      const before = response.listenerCount("close")
      const passed: Array<unknown> = []
      bearer(request, response, () => passed.push(request.auth?.claims.sub))
      response.json({ passed, listening: response.listenerCount("close") - before })
    })
    await using server = await serve(app)
    const response = await fetch(server.url, { headers: { authorization: "Bearer good" } })
    assert.deepStrictEqual(await response.json(), { passed: [claims.sub], listening: 0 })
  })

  it("are told of a token's form rather than of its refusal, and nobody is told of an outage", async () => {
    await using server = await start(failingAtOnce(new Error("at once")))
    const response = await fetch(server.url, { headers: { authorization: "Bearer a b" } })
    assert.strictEqual(response.status, 400)
    assert.include(response.headers.get("www-authenticate"), "invalid_request")
  })
})
