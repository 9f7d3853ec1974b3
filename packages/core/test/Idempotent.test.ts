import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { AppServicesClient } from "@atlas-bearer/core/AppServicesClient"
import { Idempotent } from "@atlas-bearer/core/Idempotent"
import { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import { Sender } from "@atlas-bearer/core/Sender"
import { Credential } from "@atlas-bearer/core/SendOptions"
import { stubHttpClient } from "@atlas-bearer/core/testing/stubHttpClient"
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Layer, Option } from "effect"
import { HttpClientRequest } from "effect/http"
import { type Operation, operations } from "./calls.ts"
import { inspect } from "./passing.ts"
import { ended } from "./sending.ts"

const baseUrl = new URL("https://services.test")

const make = ({ call }: Operation) => {
  const calling = (...responses: ReadonlyArray<Response | Error>) => {
    const stub = stubHttpClient(...responses, new Response(null, { status: 418 }))
    const layer = Layer.mergeAll(
      Layer.effect(AppServicesClient, AppServicesClient.make({ baseUrl })),
      Layer.effect(AdminClient, AdminClient.make({ baseUrl })),
      Layer.effect(OAuthClient, OAuthClient.make({ baseUrl }))
    ).pipe(Layer.provideMerge(Sender.layer), Layer.provide(stub.layer))
    return Effect.gen(function*() {
      yield* ended(Effect.ignore(call ?? Effect.void))
      return { requests: stub.requests, keys: (yield* inspect).map(({ key }) => key) }
    }).pipe(Effect.provide(layer))
  }
  return { calling }
}

const refusal = () => new Response(null, { status: 429, headers: { "retry-after": "1" } })
const reset = () => Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" })

/** Everything of a request that goes over the wire. */
const wireOf = (request: HttpClientRequest.HttpClientRequest | undefined) =>
  request && {
    line: `${request.method} ${Option.getOrThrow(HttpClientRequest.toUrl(request)).href}`,
    fields: { ...request.headers },
    body: request.body._tag === "Uint8Array" ? [...request.body.body] : request.body._tag
  }

/** What a second execution may do more than the first: make a user, send an e-mail, or whatever a function does. */
const onlyOnce = new Set([
  "client/LoginAnonymous",
  "client/ExecuteGraphql",
  "client/RegisterUser",
  "client/ConfirmUser",
  "client/ResendConfirmation",
  "client/RetryCustomConfirmation",
  "client/SendResetPasswordEmail",
  "client/ResetPassword",
  "client/CallResetPasswordFunction",
  "client/CreateApiKey",
  "client/CallFunction",
  "admin/CreateUser",
  "admin/SendConfirmation",
  "admin/RunConfirmation",
  "admin/CreateServerApiKey",
  "admin/CreateAuthProvider"
])

describe("every operation", () => {
  it.effect.each(operations)("$path is sent again after a refusal, as it was", (operation) =>
    Effect.gen(function*() {
      const { requests } = yield* make(operation).calling(refusal(), refusal())
      assert.strictEqual(requests.length, 3)
      assert.deepStrictEqual(wireOf(requests[1]), wireOf(requests[0]))
      assert.deepStrictEqual(wireOf(requests[2]), wireOf(requests[0]))
    }))

  it.effect.each(operations)(
    "$path is sent again after a failure, if that does no harm",
    (operation) =>
      Effect.gen(function*() {
        const isIdempotent = !onlyOnce.has(operation.path)
        assert.strictEqual(Context.get(operation.endpoint.annotations, Idempotent) ?? false, isIdempotent)
        for (const failure of [new Response(null, { status: 500 }), reset()]) {
          const { requests } = yield* make(operation).calling(failure)
          assert.strictEqual(requests.length, isIdempotent ? 2 : 1)
          assert.deepStrictEqual(wireOf(requests.at(-1)), wireOf(requests[0]))
        }
      })
  )

  it.effect.each(operations)(
    "$path is sent again after a failure, if the caller says so",
    (operation) =>
      Effect.gen(function*() {
        const { requests } = yield* make(operation).calling(reset()).pipe(Effect.provideService(Idempotent, true))
        assert.strictEqual(requests.length, 2)
      })
  )

  it.effect.each(operations)(
    "$path waits for those with the same path and credential, and no others",
    (operation) =>
      Effect.gen(function*() {
        const { keys } = yield* make(operation).calling(refusal()).pipe(Effect.provideService(Credential, "u1"))
        assert.deepStrictEqual(keys, [
          `${operation.endpoint.method} https://services.test${operation.endpoint.path} u1`
        ])
      })
  )
})

describe("the credential of a request", () => {
  const issueToken = operations.filter(({ path }) => path === "oauth/IssueToken")
  const getLocation = operations.filter(({ path }) => path === "client/GetLocation")

  it.effect.each(issueToken)(
    "is the client id of $path",
    (operation) =>
      Effect.map(make(operation).calling(refusal()), ({ keys }) => assert.match(keys.join(), / mdb_sa_id_1$/))
  )

  it.effect.each(getLocation)(
    "is nobody's for $path",
    (operation) =>
      Effect.map(make(operation).calling(refusal()), ({ keys }) => assert.match(keys.join(), /\/location$/))
  )
})
