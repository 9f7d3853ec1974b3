/** The custom-function provider: a function of the app says who logs in. */
import { AuthError, AuthProviderNotFound } from "@atlas-bearer/core/ClientError"
import * as Ejson from "@atlas-bearer/core/Ejson"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { App } from "./Apps.ts"
import { Functions } from "./Functions.ts"
import * as Proof from "./Proof.ts"

/** The id alone, or with a name for the profile. */
const Answer = Schema.Union([
  Schema.NonEmptyString,
  Schema.Struct({ id: Schema.NonEmptyString, name: Schema.optional(Schema.String) })
])
const decodeAnswer = Schema.decodeUnknownEffect(Answer)

type Payload = Redacted.Redacted<typeof Schema.JsonObject.Type>

export class AuthFunction extends Context.Service<AuthFunction, {
  /** What the function throws is the description of the failure. */
  readonly prove: (app: App, payload: Payload) => Effect.Effect<Proof.External, AuthError | AuthProviderNotFound>
}>()("@atlas-bearer/emulator/AuthFunction") {
  static readonly layer = Layer.effect(
    AuthFunction,
    Effect.gen(function*() {
      const functions = yield* Functions
      return AuthFunction.of({
        prove: Effect.fn("AuthFunction.prove")(function*({ authFunctionName }, payload) {
          if (authFunctionName === null) {
            return yield* new AuthProviderNotFound({
              description: "authentication provider not found: 'custom-function'"
            })
          }
          // The SDKs put what they tell of the device beside the function's own fields.
          const { options: _, ...fields } = Redacted.value(payload)
          const answer = yield* functions.run(authFunctionName, [Ejson.decode(fields)]).pipe(
            Effect.mapError(({ description }) => new AuthError({ description })),
            Effect.flatMap(decodeAnswer),
            Effect.catchTag(
              "SchemaError",
              () => Effect.fail(new AuthError({ description: "the authentication function must return an id" }))
            )
          )
          const { id, name } = typeof answer === "string" ? { id: answer, name: undefined } : answer
          return Proof.external({
            providerType: "custom-function",
            externalId: id,
            type: "normal",
            data: name === undefined ? {} : { name }
          })
        })
      })
    })
  )
}
