import { stubHttpClient } from "@atlas-bearer/core/testing/stubHttpClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { claims, make, session, token } from "./verifiers.ts"

const sessionEnded = () => Response.json({ error: "invalid session", error_code: "InvalidSession" }, { status: 401 })

const verify = (...replies: ReadonlyArray<Response>) => {
  const stub = stubHttpClient(...replies)
  return { stub, verified: Effect.flatMap(make(stub), (verifier) => verifier.verify(token)) }
}

/** A session is renewed a second after it began, not earlier. Replies are read in real time. */
const waiting = <A, E>(verified: Effect.Effect<A, E>) =>
  Effect.raceFirst(
    verified,
    Effect.forever(Effect.andThen(Effect.promise(() => new Promise(setImmediate)), TestClock.adjust("1 second")))
  )

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
      assert.deepStrictEqual(yield* waiting(verified), claims)
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
      assert.deepStrictEqual(yield* waiting(verified), claims)
      assert.strictEqual(stub.requests[4]?.headers["authorization"], "Bearer admin-3")
    }))

  it.effect("gives up when its sessions are refused for ever", () =>
    Effect.gen(function*() {
      const renewal = Response.json({ access_token: "admin-2" }, { status: 201 })
      const { stub, verified } = verify(session(), sessionEnded(), renewal, sessionEnded())
      assert.strictEqual((yield* Effect.flip(waiting(verified)))._tag, "VerifierUnavailable")
      assert.strictEqual(stub.requests.length, 4)
    }))

  it.effect("says that its key pair is not accepted", () =>
    Effect.gen(function*() {
      const { verified } = verify(Response.json({ error: "failed to authenticate" }, { status: 401 }))
      assert.strictEqual((yield* Effect.flip(verified))._tag, "VerifierMisconfigured")
    }))
})
