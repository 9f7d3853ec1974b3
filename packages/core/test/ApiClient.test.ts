import type { AdminClient } from "@atlas-bearer/core/AdminClient"
import type * as ApiError from "@atlas-bearer/core/ApiError"
import { AppServicesClient } from "@atlas-bearer/core/AppServicesClient"
import type * as ClientError from "@atlas-bearer/core/ClientError"
import type { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import type * as OAuthError from "@atlas-bearer/core/OAuthError"
import { assert, describe, expectTypeOf, it } from "@effect/vitest"
import { type Duration, Effect, Redacted, Tracer } from "effect"
import { inspect } from "node:util"
import { clientsOver, sentBy } from "./wire.ts"

const params = { clientAppId: "myapp-abcde" }
const logIn = (payload = { username: "test@example.com", password: Redacted.make("hunter2 ✓") }) =>
  AppServicesClient.use((client) => client.loginEmailPassword({ params, query: {}, headers: {}, payload }))
const getProfile = AppServicesClient.use((client) =>
  client.getProfile({ headers: { authorization: Redacted.make("a1-token") } })
)

const failureOf = <A, E>(call: Effect.Effect<A, E, AppServicesClient>, ...responses: ReadonlyArray<Response | Error>) =>
  Effect.provide(Effect.flip(call), clientsOver(...responses).layer)

const html = (body: string, status: number) => new Response(body, { status, headers: { "content-type": "text/html" } })

describe("ApiClient", () => {
  it.effect("names the argument that does not fit, and sends nothing", () =>
    Effect.gen(function*() {
      const call = logIn({ username: "test@example.com", password: Redacted.make("") })
      const error = yield* failureOf(call)
      assert(error._tag === "InvalidArgument")
      assert.match(error.path, /^password/)
      assert.match(error.message, /^loginEmailPassword was not sent: password.* is missing or malformed\.$/)
      assert.deepStrictEqual(yield* sentBy(call), [])
    }))

  it.effect("becomes Unreachable with the innermost system code", () =>
    Effect.gen(function*() {
      const refused = Object.assign(new Error("connect ECONNRESET 192.0.2.1:443"), { code: "ECONNRESET" })
      const error = yield* failureOf(logIn(), new TypeError("fetch failed", { cause: refused }))
      assert(error._tag === "Unreachable")
      assert.strictEqual(error.reason, "ECONNRESET")
      assert.strictEqual(error.origin, "https://services.test")
      assert.notInclude(inspect(error, { depth: null, showHidden: true }), "hunter2")
    }))

  it.effect("keeps the status and code of a refusal that is not declared", () =>
    Effect.gen(function*() {
      const body = { error: "maintenance in progress", error_code: "MaintenanceInProgress" }
      const error = yield* failureOf(logIn(), Response.json(body, { status: 500 }))
      assert(error._tag === "Refused")
      assert.strictEqual(error.status, 500)
      assert.strictEqual(error.code, "MaintenanceInProgress")
      assert.include(error.message, "loginEmailPassword was refused with 500 MaintenanceInProgress")
    }))

  it.effect("reads a JSON error whatever its content type says", () =>
    Effect.gen(function*() {
      const body = JSON.stringify({ error: "unauthorized", error_code: "InvalidPassword" })
      assert.strictEqual((yield* failureOf(logIn(), html(body, 401)))._tag, "InvalidPassword")
    }))

  it.effect("quotes the start of an unexpected reply, without secrets", () =>
    Effect.gen(function*() {
      const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.sig"
      const error = yield* failureOf(logIn(), html(`<p>hunter2 ✓ ${token}</p>${" x".repeat(5000)}`, 418))
      assert(error._tag === "UnexpectedReply")
      assert.strictEqual(error.status, 418)
      assert.strictEqual(error.excerpt.length, 200)
      assert.match(error.excerpt, /^<p>\*\*\* \*\*\*<\/p> x/)
    }))

  it.effect("quotes nothing of a success that holds a secret but does not decode", () =>
    Effect.gen(function*() {
      const error = yield* failureOf(logIn(), Response.json({ accessToken: "a1" }))
      assert(error._tag === "UnexpectedReply")
      assert.strictEqual(error.excerpt, "")
    }))

  it.effect("masks in a declared failure what the request carried", () =>
    Effect.gen(function*() {
      const body = { error: "no such password: hunter2 ✓", error_code: "InvalidPassword" }
      const error = yield* failureOf(logIn(), Response.json(body, { status: 401 }))
      assert(error._tag === "InvalidPassword")
      assert.strictEqual(error.description, "no such password: ***")
      assert.notInclude(`${error.message}${error.stack}${inspect(error)}`, "hunter2")
    }))

  it.effect("asks for JSON and sends no trace fields", () =>
    Effect.gen(function*() {
      const [request] = yield* sentBy(Effect.withSpan(getProfile, "outer"))
      assert.deepStrictEqual(request?.fields, { accept: "application/json", authorization: "Bearer a1-token" })
    }))

  it.effect("shows no secret in its spans", () => {
    const spans: Array<Tracer.NativeSpan> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      }
    })
    return Effect.gen(function*() {
      yield* failureOf(logIn(), Response.json({ error: "hunter2 ✓" }, { status: 401 }))
      yield* failureOf(getProfile, html("a1-token", 418))
      assert.includeMembers(spans.map(({ name }) => name), ["loginEmailPassword", "getProfile"])
      const shown = spans.map((span) => inspect([...span.attributes, span.status, span.events], { depth: null })).join()
      assert.notMatch(shown, /hunter2|a1-token/)
      assert.deepStrictEqual(Object.fromEntries(spans[1]?.attributes ?? []), {
        "http.request.method": "GET",
        "http.response.status_code": 418,
        "server.address": "services.test",
        "url.template": "/api/client/v2.0/auth/profile"
      })
    }).pipe(Effect.withTracer(tracer))
  })

  it("has the declared failures and ApiError in its types, and nothing else", () => {
    type FailureOf<Operation> = Operation extends (...args: infer _) => Effect.Effect<infer _A, infer E, infer _R> ? E
      : never
    type Client = AppServicesClient["Service"]
    expectTypeOf<FailureOf<Client["refreshSession"]>>().toEqualTypeOf<
      ClientError.InvalidSession | ClientError.TokenInvalid | ClientError.InternalServerError | ApiError.ApiError
    >()
    expectTypeOf<FailureOf<AdminClient["Service"]["adminLogin"]>>().toEqualTypeOf<
      ClientError.BadRequest | ClientError.ApiKeyRejected | ClientError.InternalServerError | ApiError.ApiError
    >()
    expectTypeOf<FailureOf<OAuthClient["Service"]["revokeToken"]>>().toEqualTypeOf<
      | OAuthError.InvalidRequest
      | OAuthError.UnsupportedGrantType
      | OAuthError.InvalidGrant
      | OAuthError.InvalidClient
      | OAuthError.IpNotAllowed
      | OAuthError.TokenQuotaExceeded
      | OAuthError.RateLimited
      | OAuthError.ServerError
      | OAuthError.Unavailable
      | ApiError.ApiError
    >()
    expectTypeOf<OAuthError.RateLimited["retryAfter"]>().toEqualTypeOf<Duration.Duration | undefined>()
    expectTypeOf<ReturnType<Client["deleteSession"]>>().toExtend<Effect.Effect<void, unknown>>()
  })
})
