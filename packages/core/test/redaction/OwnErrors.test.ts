import { ClientSecretUnavailable } from "@atlas-bearer/core/ClientSecret"
import { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import * as PromiseTokenStore from "@atlas-bearer/core/PromiseTokenStore"
import * as ServiceAccount from "@atlas-bearer/core/ServiceAccount"
import { unscheduled } from "@atlas-bearer/core/testing/unscheduled"
import { TokenStore } from "@atlas-bearer/core/TokenStore"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { inspect } from "node:util"
import { listening } from "../passing.ts"
import { tokenServer } from "../tokenServer.ts"

const server = tokenServer()
server.state.secrets = ["secret-1"]

const start = <E>(
  clientSecrets: Effect.Effect<readonly [Redacted.Redacted], E>,
  store: TokenStore["Service"] = TokenStore.makeMemory()
) =>
  ServiceAccount.make({ origin: "https://cloud.test", clientId: "mdb_sa_id_1", clientSecrets, store }).pipe(
    Effect.provide(
      Layer.effect(OAuthClient, OAuthClient.make({ baseUrl: new URL("https://cloud.test") })).pipe(
        Layer.provide([server.layer, unscheduled])
      )
    )
  )

/** Everything of an error beside its cause. */
const withoutCause = (error: Error & { readonly cause?: unknown }) => {
  const { cause: _cause, ...fields } = error
  return [error.message, error.stack, inspect(fields, { depth: Infinity }), JSON.stringify(fields)].join("\n")
}

/** A store whose errors quote what it was given, as some databases' clients do. */
const quotingStore = () => {
  const thrown: Array<Error> = []
  const reject = (record: PromiseTokenStore.StoredRecord) => {
    const error = Object.assign(new Error(`SET ${JSON.stringify(record)} failed`), { command: { args: [record] } })
    thrown.push(error)
    return Promise.reject(error)
  }
  const store = PromiseTokenStore.toTokenStore({
    get: async () => undefined,
    set: (_key, record) => reject(record),
    remove: async () => undefined,
    withLease: async (_key, _ttl, run) => run().then(() => true)
  })
  return { store, thrown }
}

describe("What a user's own code throws", () => {
  it.effect("is the cause of the store's event as it is, and nowhere else in it", () =>
    Effect.gen(function*() {
      const { store, thrown } = quotingStore()
      const { events, value } = yield* listening(
        Effect.flatMap(start(Effect.succeed([Redacted.make("secret-1")]), store), ({ tokens }) => tokens.get)
      )
      const token = Redacted.value(value)
      const failures = events.flatMap((event) => event._tag === "storeFailed" ? [event] : [])
      assert.isNotEmpty(failures)
      assert.deepStrictEqual(failures.map(({ error }) => error.cause), thrown)
      for (const { error, ...event } of failures) {
        assert.strictEqual(error.cause, thrown[0])
        assert.include(thrown[0]?.message ?? "", `"${token}"`)
        assert.notInclude(`${withoutCause(error)} ${inspect(event)}`, `"${token}"`)
        assert.notInclude(error.message, token)
      }
    }))

  it.effect("is the cause of an unavailable client secret as it is", () =>
    Effect.gen(function*() {
      const thrown = new Error("cannot parse {\"secret\":\"secret-1\"}")
      const { tokens } = yield* start(Effect.fail(new ClientSecretUnavailable({ cause: thrown })))
      const error = yield* Effect.flip(tokens.get)
      assert.strictEqual(error._tag, "ClientSecretUnavailable")
      assert.strictEqual(error.cause, thrown)
      assert.notInclude(withoutCause(error), "secret-1")
    }))
})
