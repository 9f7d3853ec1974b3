import { AppServicesClient } from "@atlas-bearer/core/AppServicesClient"
import { Sender } from "@atlas-bearer/core/Sender"
import { stubHttpClient } from "@atlas-bearer/core/testing/stubHttpClient"
import { unscheduled } from "@atlas-bearer/core/testing/unscheduled"
import { TokenStore } from "@atlas-bearer/core/TokenStore"
import * as UserSession from "@atlas-bearer/core/UserSession"
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Effect, Layer, Redacted } from "effect"

const known = {
  accessToken: Redacted.make("a1"),
  expiresAt: DateTime.makeUnsafe(30 * 60 * 1000),
  refreshToken: Redacted.make("r1"),
  userId: "u1"
}
const baseUrl = new URL("https://services.test")
const profile = () => Response.json({ user_id: "u1", identities: [], data: { name: "Jean" }, type: "normal" })
const renewed = (token: string) => Response.json({ access_token: token }, { status: 201 })
const refused = (body: Readonly<Record<string, string>>) => () => Response.json(body, { status: 401 })
const expired = refused({ error: "access token expired", error_code: "InvalidSession" })

const start = (replies: ReadonlyArray<Response | Error>, sender: Layer.Layer<Sender> = unscheduled) => {
  const stub = stubHttpClient(...replies)
  const user = Effect.flatMap(
    AppServicesClient.make({ baseUrl }),
    (client) =>
      UserSession.make({
        host: Effect.succeed({ url: baseUrl, client }),
        clientAppId: "myapp-abcde",
        store: TokenStore.makeMemory(),
        key: "user",
        known
      })
  ).pipe(Effect.provide([stub.layer, sender]))
  return {
    user,
    sent: () => stub.requests.map(({ headers, url }) => [url.split("/").at(-1), headers["authorization"]])
  }
}

describe("UserSession", () => {
  it.effect("renews a refused access token with the refresh token, and asks again", () =>
    Effect.gen(function*() {
      const { sent, user } = start([expired(), renewed("a2"), profile()])
      assert.deepStrictEqual((yield* (yield* user).profile).data, { name: "Jean" })
      assert.deepStrictEqual(sent(), [["profile", "Bearer a1"], ["session", "Bearer r1"], ["profile", "Bearer a2"]])
    }))

  it.effect("asks twice of a server that refuses for ever", () =>
    Effect.gen(function*() {
      const { sent, user } = start([expired(), renewed("a2"), expired()])
      assert.strictEqual((yield* Effect.flip((yield* user).profile))._tag, "InvalidSession")
      assert.strictEqual(sent().length, 3)
    }))

  it.effect("leaves a 401 without InvalidSession alone", () =>
    Effect.gen(function*() {
      const { sent, user } = start([refused({ error: "unauthorized" })()])
      assert.strictEqual((yield* Effect.flip((yield* user).profile))._tag, "TokenInvalid")
      assert.strictEqual(sent().length, 1)
    }))

  it.effect.each<[string, () => Response]>([
    ["revoked", refused({ error: "invalid session: failed to find refresh token", error_code: "InvalidSession" })],
    ["badly signed", refused({ error: "signature is invalid" })],
    ["refused with a code of its own", refused({ error: "no", error_code: "UserDisabled" })]
  ])("ends when its refresh token is %s, and asks nobody again", ([, refusal]) =>
    Effect.gen(function*() {
      const { sent, user } = start([expired(), refusal()])
      const { profile } = yield* user
      assert.strictEqual((yield* Effect.flip(profile))._tag, "SessionEnded")
      assert.strictEqual((yield* Effect.flip(profile))._tag, "SessionEnded")
      assert.strictEqual(sent().length, 2)
    }))

  it.effect.each<[string, () => Response | Error]>([
    ["a 503", () => new Response("", { status: 503 })],
    ["a 429", () => new Response("", { status: 429 })],
    ["a broken connection", () => new Error("ECONNRESET")]
  ])("does not end when its renewal meets %s", ([, reply]) =>
    Effect.gen(function*() {
      const { user } = start([expired(), reply()])
      const error = yield* Effect.flip((yield* user).profile)
      assert.notInclude(["SessionEnded", "InvalidSession"], error._tag)
    }))

  it.effect.each<[string, boolean]>([
    ["query AllMovies { movies { title } }", true],
    ["{ movies { title } }", true],
    ["mutation Add { insertOneMovie(data: {}) { _id } }", false],
    ["query A { movies { title } } mutation B { deleteOneMovie(query: {}) { _id } }", false]
  ])("says of %j that it may be sent again: %s", ([query, idempotent]) =>
    Effect.gen(function*() {
      const asked: Array<boolean> = []
      const sender = Layer.succeed(Sender, {
        send: (request, attempt) => {
          asked.push(request.idempotent)
          return Effect.map(attempt, ({ value }) => value)
        }
      })
      const { user } = start([Response.json({ data: {} })], sender)
      yield* (yield* user).graphql({ query })
      assert.deepStrictEqual(asked, [idempotent])
    }))
})
