/** What a browser asks before a page may use the Client API, and what it lets the page see. */
import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { request } from "node:http"
import { Emulator } from "../src/Emulator.ts"
import { ask, logIn, providers, served } from "./administered.ts"

const login = `${providers}/anon-user/login`

/** `fetch` would not send an origin of ours. */
const from = (origin: string, method: string, path: string, headers: Readonly<Record<string, string>> = {}) =>
  Effect.flatMap(
    Emulator,
    ({ url }) =>
      Effect.callback<{ readonly status: number | undefined; readonly headers: Readonly<Record<string, unknown>> }>(
        (resume) => {
          request(new URL(path, url), { method, headers: { origin, ...headers } }, (reply) => {
            reply.resume().on("end", () => resume(Effect.succeed({ status: reply.statusCode, headers: reply.headers })))
          }).end()
        }
      )
  )

const preflight = (origin: string, path: string) =>
  from(origin, "OPTIONS", path, {
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,content-type"
  })

const page = "https://a.example"

describe("a page of another origin", () => {
  it.effect("may log in and renew, and reads errors and waits", () =>
    Effect.gen(function*() {
      for (const path of [login, "/api/client/v2.0/auth/session", "/api/client/v2.0/app/myapp-abcde/graphql"]) {
        const { headers, status } = yield* preflight(page, path)
        assert.strictEqual(status, 204)
        assert.deepInclude(headers, {
          "access-control-allow-origin": page,
          "access-control-allow-credentials": "true",
          vary: "Origin"
        })
        const names = String(headers["access-control-allow-headers"]).split(", ")
        assert.includeMembers(names, ["authorization", "content-type"])
        assert.notIncludeMembers(names, ["email", "password", "apikey", "jwttokenstring"])
        assert.notProperty(headers, "content-type")
      }
      const replies = [
        yield* from(page, "POST", login),
        yield* from(page, "POST", "/api/client/v2.0/auth/session"),
        yield* from(page, "POST", login, { "x-emulator-fault": "503" })
      ]
      assert.deepStrictEqual(replies.map(({ status }) => status), [200, 401, 503])
      for (const { headers } of replies) {
        assert.strictEqual(headers["access-control-allow-origin"], page)
        assert.strictEqual(headers["access-control-expose-headers"], "Date, Retry-After, X-BaaS-Location")
      }
    }).pipe(served()))

  it.effect("gets no permission of an app that does not allow its origin", () =>
    Effect.gen(function*() {
      const inApp = yield* logIn
      yield* AdminClient.use((admin) => admin.setAllowedRequestOrigins({ ...inApp, payload: [page] }))
      assert.strictEqual((yield* preflight(page, login)).headers["access-control-allow-origin"], page)
      const refused = [yield* preflight("https://b.example", login), yield* from("https://b.example", "POST", login)]
      assert.deepStrictEqual(refused.map(({ status }) => status), [204, 403])
      for (const { headers } of refused) assert.notProperty(headers, "access-control-allow-origin")
    }).pipe(served()))

  it.effect("does not reach the control plane, nor the APIs that are for servers", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* from(page, "POST", "/__emulator/reset")).status, 403)
      assert.strictEqual((yield* from("http://localhost:3000", "POST", "/__emulator/reset")).status, 204)
      for (const path of ["/api/oauth/token", "/api/admin/v3.0/auth/session", "/__emulator/clock"]) {
        assert.notProperty((yield* preflight(page, path)).headers, "access-control-allow-origin")
      }
      const { headers } = yield* ask(`POST ${login}`)
      assert.isNull(headers.get("access-control-allow-origin"))
    }).pipe(served()))
})
