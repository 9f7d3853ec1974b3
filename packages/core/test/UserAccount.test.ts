import { AppServicesClient } from "@atlas-bearer/core/AppServicesClient"
import * as Credentials from "@atlas-bearer/core/Credentials"
import { Sender } from "@atlas-bearer/core/Sender"
import { stubHttpClient } from "@atlas-bearer/core/testing/stubHttpClient"
import { TokenStore } from "@atlas-bearer/core/TokenStore"
import * as UserAccount from "@atlas-bearer/core/UserAccount"
import * as UserSession from "@atlas-bearer/core/UserSession"
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Effect, Redacted } from "effect"
import { ended } from "./sending.ts"

const baseUrl = new URL("https://services.test")
const known = {
  accessToken: Redacted.make("a1"),
  expiresAt: DateTime.makeUnsafe(30 * 60 * 1000),
  refreshToken: Redacted.make("r1"),
  userId: "u1"
}
const renewed = () => Response.json({ access_token: "a2" }, { status: 201 })
const refused = (error: string) => () => Response.json({ error, error_code: "InvalidSession" }, { status: 401 })
const taken = refused("a user already exists with the specified provider")
const unclear = () => new Response(null, { status: 500 })
const jean = Credentials.customToken("e.x.t")

/** The account of a user whose server answers so, one after the other; and what it was sent. */
const start = Effect.fnUntraced(function*(...replies: ReadonlyArray<Response>) {
  const stub = stubHttpClient(...replies)
  const client = yield* AppServicesClient.make({ baseUrl }).pipe(Effect.provide([stub.layer, Sender.layer]))
  const session = yield* UserSession.make({
    host: Effect.succeed({ url: baseUrl, client }),
    clientAppId: "myapp-abcde",
    store: TokenStore.makeMemory(),
    key: "user",
    known
  })
  return {
    session,
    account: UserAccount.make(session, "myapp-abcde"),
    sent: () =>
      stub.requests.map(({ headers, method, url }) => `${method} ${url.split("/").at(-1)} ${headers["authorization"]}`)
  }
})

describe("UserAccount", () => {
  it.effect("says that another user has the identity once a new token was refused too", () =>
    Effect.gen(function*() {
      const { account, sent, session } = yield* start(taken(), renewed(), taken())
      const error = yield* Effect.flip(account.linkCredentials(jean))
      assert.strictEqual(error._tag, "IdentityInUse")
      assert.deepStrictEqual(sent(), [
        "POST login Bearer a1",
        "POST session Bearer r1",
        "POST login Bearer a2"
      ])
      assert.strictEqual(Redacted.value(yield* session.tokens.get), "a2")
    }))

  it.effect("says that the session has ended when that is what has", () =>
    Effect.gen(function*() {
      const { account } = yield* start(taken(), refused("failed to find refresh token")())
      assert.strictEqual((yield* Effect.flip(account.linkCredentials(jean)))._tag, "SessionEnded")
    }))

  it.effect.each([
    { idempotent: undefined, times: 1 },
    { idempotent: true, times: 2 }
  ])("calls a function $times time(s) when it is not clear whether it ran, idempotent: $idempotent", (
    { idempotent, times }
  ) =>
    Effect.gen(function*() {
      const { account, sent } = yield* start(unclear(), Response.json({ $numberInt: "3" }))
      yield* ended(Effect.ignore(account.callFunction({ name: "sum", args: [1, 2], idempotent })))
      assert.strictEqual(sent().length, times)
    }))

  it.effect("forgets a deleted user even if the server does not say good-bye", () =>
    Effect.gen(function*() {
      const { account, sent, session } = yield* start(
        new Response(null, { status: 204 }),
        new Response(null, { status: 404 })
      )
      yield* account.delete
      assert.deepStrictEqual(sent(), ["DELETE delete Bearer a1", "DELETE session Bearer r1"])
      assert.strictEqual((yield* Effect.flip(session.tokens.get))._tag, "SessionEnded")
    }))

  it.effect("keeps a user whom the server did not delete", () =>
    Effect.gen(function*() {
      const { account, session } = yield* start(new Response(null, { status: 403 }))
      assert.strictEqual((yield* Effect.flip(account.delete))._tag, "UnexpectedReply")
      assert.strictEqual(Redacted.value(yield* session.tokens.get), "a1")
    }))
})
