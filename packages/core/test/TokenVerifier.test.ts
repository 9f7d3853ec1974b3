import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { stubHttpClient } from "@atlas-bearer/core/testing/stubHttpClient"
import { unscheduled } from "@atlas-bearer/core/testing/unscheduled"
import * as TokenVerifier from "@atlas-bearer/core/TokenVerifier"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"

const token = Redacted.make("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl")
const session = () => Response.json({ access_token: "admin-1", refresh_token: "admin-r" })
const sessionEnded = () => Response.json({ error: "invalid session", error_code: "InvalidSession" }, { status: 401 })
const claims = { sub: "60367b71e07e1fa6f55af328", exp: 1614185081, iat: 1614183281 }

const verify = (...replies: ReadonlyArray<Response>) => {
  const stub = stubHttpClient(...replies)
  const verified = TokenVerifier.make({
    groupId: "g",
    appId: "a",
    publicKey: "public",
    privateKey: Redacted.make("private")
  }).pipe(
    Effect.flatMap((verifier) => verifier.verify(token)),
    Effect.provide(
      Layer.effect(AdminClient, AdminClient.make({ baseUrl: new URL("https://admin.test") })).pipe(
        Layer.provide([unscheduled, stub.layer])
      )
    )
  )
  return { stub, verified }
}

describe("TokenVerifier", () => {
  it.effect("gives the claims of a valid token", () =>
    Effect.gen(function*() {
      const { stub, verified } = verify(session(), Response.json(claims))
      assert.deepStrictEqual(yield* verified, claims)
      const [login, question] = stub.requests
      assert.strictEqual(login?.url, "https://admin.test/api/admin/v3.0/auth/providers/mongodb-cloud/login")
      assert.strictEqual(question?.url, "https://admin.test/api/admin/v3.0/groups/g/apps/a/users/verify_token")
      assert.strictEqual(question?.headers["authorization"], "Bearer admin-1")
    }))

  it.effect.each<[string, string, () => Response]>([
    ["TokenExpired", "the JSON string", () => new Response("\"token expired\"\n")],
    ["TokenExpired", "the malformed object of the page", () => new Response("{\n \"token expired\"\n}")],
    ["TokenInvalid", "a 400 without a code", () => Response.json({ error: "segments" }, { status: 400 })],
    ["TokenInvalid", "a 401 without a code", () => Response.json({ error: "signature is invalid" }, { status: 401 })],
    ["VerifierMisconfigured", "a 403", () => Response.json({ error: "no access" }, { status: 403 })],
    ["VerifierMisconfigured", "a 404", () => new Response("", { status: 404 })],
    ["VerifierUnavailable", "a 500", () => new Response("", { status: 500 })],
    [
      "VerifierUnavailable",
      "a 429 beyond patience",
      () => new Response("", { status: 429, headers: { "retry-after": "3600" } })
    ],
    ["VerifierUnavailable", "claims without exp", () => Response.json({ sub: "x", iat: 1 })],
    ["VerifierUnavailable", "a page", () => new Response("<html></html>")]
  ])("fails with %s on %s", ([tag, , reply]) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(verify(session(), reply()).verified)
      assert.strictEqual(error._tag, tag)
      assert.notInclude(JSON.stringify(error) + error.message, Redacted.value(token))
    }))

  it.effect("renews its own session when that ended, and asks again", () =>
    Effect.gen(function*() {
      const renewal = Response.json({ access_token: "admin-2" }, { status: 201 })
      const { stub, verified } = verify(session(), sessionEnded(), renewal, Response.json(claims))
      assert.deepStrictEqual(yield* verified, claims)
      assert.strictEqual(stub.requests[2]?.headers["authorization"], "Bearer admin-r")
      assert.strictEqual(stub.requests[3]?.headers["authorization"], "Bearer admin-2")
    }))

  it.effect("logs in again when its refresh token ended too", () =>
    Effect.gen(function*() {
      const { stub, verified } = verify(
        session(),
        sessionEnded(),
        sessionEnded(),
        Response.json({ access_token: "admin-3", refresh_token: "admin-r3" }),
        Response.json(claims)
      )
      assert.deepStrictEqual(yield* verified, claims)
      assert.strictEqual(stub.requests[4]?.headers["authorization"], "Bearer admin-3")
    }))

  it.effect("gives up when its sessions are refused for ever", () =>
    Effect.gen(function*() {
      const renewal = Response.json({ access_token: "admin-2" }, { status: 201 })
      const { stub, verified } = verify(session(), sessionEnded(), renewal, sessionEnded())
      assert.strictEqual((yield* Effect.flip(verified))._tag, "VerifierUnavailable")
      assert.strictEqual(stub.requests.length, 4)
    }))

  it.effect("says that its key pair is not accepted", () =>
    Effect.gen(function*() {
      const { verified } = verify(Response.json({ error: "failed to authenticate" }, { status: 401 }))
      assert.strictEqual((yield* Effect.flip(verified))._tag, "VerifierMisconfigured")
    }))
})
