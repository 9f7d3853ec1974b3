import { requireBearer, type RequireBearerOptions } from "@atlas-bearer/express"
import type { Express, Request, Response as Reply } from "express"
import { assert, describe, it } from "vitest"
import { refusal, serve, versions } from "./servers.ts"
import { byName, claims } from "./verifiers.ts"

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
const answer = (request: Request, reply: Reply) => {
  reply.json({ auth: request.auth ?? null })
}

describe.each(versions)("requireBearer on %s", (_, express) => {
  const start = async (options?: Partial<RequireBearerOptions>, prepare?: (app: Express) => void) => {
    const { asked, verifier } = byName()
    const app = express()
    prepare?.(app)
    app.use(requireBearer({ verifier, realm: "movies", ...options }))
    app.use(answer)
    return { asked, ...await serve(app) }
  }

  it("tells who sent the request", async () => {
    await using server = await start()
    const response = await fetch(server.url, bearer("good"))
    assert.deepStrictEqual(await response.json(), { auth: { token: "good", claims } })
  })

  // RFC 6750 section 3.1, row by row.
  it.each<[string, string | undefined, number, string]>([
    ["no token", undefined, 401, "Bearer realm=\"movies\""],
    ["another scheme", "Basic dTpw", 401, "Bearer realm=\"movies\""],
    ["a scheme that begins the same", "Bearers good", 401, "Bearer realm=\"movies\""],
    ["no token behind the scheme", "Bearer", 400, "error=\"invalid_request\""],
    ["two tokens", "Bearer good good", 400, "error=\"invalid_request\""],
    ["two credentials", "Bearer good, Bearer good", 400, "error=\"invalid_request\""],
    ["a character that no token has", "Bearer go\"od", 400, "error=\"invalid_request\""],
    ["an invalid token", "Bearer bad", 401, "error=\"invalid_token\""],
    ["an expired token", "Bearer expired", 401, "error_description=\"The access token has expired. Renew it.\""]
  ])("refuses %s: %j", async (_, authorization, status, challenge) => {
    await using server = await start()
    const response = await fetch(server.url, { headers: authorization === undefined ? {} : { authorization } })
    assert.strictEqual(response.headers.get("content-type"), "application/problem+json; charset=utf-8")
    assert.strictEqual(response.headers.get("cache-control"), "no-store")
    const { body, ...told } = await refusal(response)
    assert.strictEqual(told.status, status)
    assert.include(told.challenge, challenge)
    assert.strictEqual(told.challenge?.includes("error"), body["code"] !== undefined)
    assert.strictEqual(body["status"], status)
  })

  it.each(["bearer good", "BEARER good", "Bearer   good"])("reads %j", async (authorization) => {
    await using server = await start()
    assert.strictEqual((await fetch(server.url, { headers: { authorization } })).status, 200)
  })

  it("shows a verifier's words as a challenge may hold them", async () => {
    await using server = await start({ realm: "a \"b\" \\c" })
    const { challenge } = await refusal(await fetch(server.url, bearer("bad")))
    assert.strictEqual(
      challenge,
      "Bearer realm=\"a \\\"b\\\" \\\\c\", error=\"invalid_token\", " +
        "error_description=\"The access token is not valid. Obtain a new one. (signature is 'bad'??X: y ?)\""
    )
  })

  it("refuses claims that do not suffice", async () => {
    await using server = await start({ require: ({ sub }) => sub === "admin" })
    const { body, challenge, status } = await refusal(await fetch(server.url, bearer("good")))
    assert.strictEqual(status, 403)
    assert.include(challenge, "error=\"insufficient_scope\"")
    assert.strictEqual(body["code"], "insufficient_scope")
  })

  it.each([true, false])("takes no promise of `require` for a yes, and waits for none", async (says) => {
    const later = async () => says || assert.fail("nobody hears this")
    // @ts-expect-error - only a program without types promises
    await using server = await start({ require: later })
    const { status } = await fetch(server.url, bearer("good"))
    assert.strictEqual(status, 500)
  })

  it.each([["down", "7"], ["misconfigured", "5"], ["broken", "5"]])(
    "answers 503 when the verifier is %s, and tells the reason to the server alone",
    async (token, retryAfter) => {
      const told: Array<unknown> = []
      await using server = await start({ onUnavailable: (error) => told.push(error) })
      const response = await fetch(server.url, bearer(token))
      assert.strictEqual(response.headers.get("retry-after"), retryAfter)
      const { body, challenge, status } = await refusal(response)
      assert.strictEqual(status, 503)
      assert.isNull(challenge)
      assert.notMatch(JSON.stringify(body), /internal|secret|ECONN/)
      assert.lengthOf(told, 1)
    }
  )

  it("lets requests without a token pass when it is optional, and no others", async () => {
    await using server = await start({ optional: true })
    assert.deepStrictEqual(await (await fetch(server.url)).json(), { auth: null })
    assert.strictEqual((await fetch(server.url, bearer("bad"))).status, 401)
    assert.strictEqual((await fetch(server.url, bearer("a b"))).status, 400)
    assert.strictEqual((await fetch(server.url, bearer("down"))).status, 503)
  })

  it.each(["query", "form"])("refuses a token that is in the header and in the %s", async (place) => {
    await using server = await start({}, (app) => app.use(express.urlencoded({ extended: false })))
    const inForm = { method: "POST", body: new URLSearchParams({ access_token: "good" }) }
    const [url, init] = place === "query" ? [`${server.url}/?access_token=good`, {}] : [server.url, inForm]
    const both = await refusal(await fetch(url, { ...init, ...bearer("good") }))
    assert.strictEqual(both.status, 400)
    assert.strictEqual(both.body["code"], "invalid_request")
    const alone = await refusal(await fetch(url, init))
    assert.strictEqual(alone.challenge, "Bearer realm=\"movies\"")
    assert.deepStrictEqual(server.asked, [])
  })

  it("takes a token from the cookie that is named, and from nowhere twice", async () => {
    await using server = await start({ from: "cookie", cookie: "at" })
    const status = async (headers: Record<string, string>, method = "GET") =>
      (await fetch(server.url, { method, headers })).status
    assert.strictEqual(await status({ cookie: "other=1; at=good" }), 200)
    assert.strictEqual(await status({ cookie: "AT=good" }), 401)
    assert.strictEqual(await status({ cookie: "at=good; at=bad" }), 400)
    assert.strictEqual(await status({ cookie: "at=good", authorization: "Bearer good" }), 400)
    assert.strictEqual(await status({ authorization: "Bearer good" }), 200)
    assert.strictEqual(await status({ cookie: "at=good", origin: "https://evil.example" }, "POST"), 403)
    assert.strictEqual(await status({ cookie: "at=good", origin: server.url }, "POST"), 200)
    await using header = await start()
    assert.strictEqual((await fetch(header.url, { headers: { cookie: "access_token=good" } })).status, 401)
  })

  it("works on an app, a router and a route", async () => {
    const { asked, verifier } = byName()
    const guard = requireBearer({ verifier, realm: "movies" })
    const app = express()
    const router = express.Router()
    router.use(guard)
    router.get("/x", answer)
    app.use("/router", router)
    app.get("/route", guard, answer)
    app.use("/app", guard)
    app.get("/app/x", answer)
    app.get("/open", answer)
    await using server = await serve(app)
    for (const path of ["/router/x", "/route", "/app/x"]) {
      assert.strictEqual((await fetch(server.url + path)).status, 401, path)
      assert.strictEqual((await fetch(server.url + path, bearer("good"))).status, 200, path)
    }
    assert.strictEqual((await fetch(`${server.url}/open`)).status, 200)
    assert.strictEqual(asked.length, 3)
  })
})
