/** The settings of the authentication providers in the vendor's words, as the Admin API shows and changes them. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { App, CustomToken as CustomTokens, EmailPassword, Settings } from "./Apps.ts"
import * as JsonWebKeySets from "./JsonWebKeySets.ts"

type JsonObject = typeof Schema.JsonObject.Type

/** As they stand in the path of a login. */
export const types = [
  "anon-user",
  "local-userpass",
  "api-key",
  "custom-token",
  "custom-function",
  "oauth2-google",
  "oauth2-facebook",
  "oauth2-apple"
]

const name = Schema.optional(Schema.NonEmptyString)
const flag = Schema.optional(Schema.Boolean)

const LocalUserpass = Schema.Struct({
  autoConfirm: flag,
  runConfirmationFunction: flag,
  confirmationFunctionName: name,
  runResetFunction: flag,
  resetFunctionName: name
})
const CustomToken = Schema.Struct({
  audience: Schema.optional(Schema.Union([Schema.NonEmptyString, Schema.NonEmptyArray(Schema.NonEmptyString)])),
  requireAnyAudience: flag,
  useJWKURI: flag,
  jwkURI: name
})
const CustomFunction = Schema.Struct({ authFunctionName: name })

const ofCustomToken = (
  { audience, jwkURI, keys = [], otherAudiences, requireAnyAudience, useJWKURI = false }: CustomTokens
) => ({
  audience: otherAudiences === undefined ? audience : [audience, ...otherAudiences],
  ...(requireAnyAudience === undefined ? {} : { requireAnyAudience }),
  signingAlgorithm: useJWKURI || keys.length > 0 ? "RS256" : "HS256",
  useJWKURI,
  ...(jwkURI === undefined ? {} : { jwkURI })
})

/** What the provider is set to; the secrets stay here. */
export const ofApp = ({ authFunctionName, customToken, emailPassword }: App, type: string): JsonObject => {
  const { autoConfirm, confirmationFunctionName, resetFunctionName } = emailPassword
  switch (type) {
    case "local-userpass":
      return {
        autoConfirm,
        runConfirmationFunction: !autoConfirm && confirmationFunctionName !== undefined,
        ...(confirmationFunctionName === undefined ? {} : { confirmationFunctionName }),
        runResetFunction: resetFunctionName !== undefined,
        ...(resetFunctionName === undefined ? {} : { resetFunctionName })
      }
    case "custom-token":
      return ofCustomToken(customToken)
    case "custom-function":
      return authFunctionName === null ? {} : { authFunctionName }
    default:
      return {}
  }
}

const decoded = <S extends Schema.ConstraintDecoder<unknown>>(schema: S, config: JsonObject) =>
  Effect.mapError(
    Schema.decodeUnknownEffect(schema)(config),
    () => new BadRequest({ description: "the config of the provider has a field of the wrong type" })
  )

/** The function that decides: none, once `run` is off. */
const functionName = (run: boolean | undefined, changed: string | undefined, current: string | undefined) =>
  run === false ? undefined : changed ?? current

const emailPasswordOf = (current: EmailPassword, changed: typeof LocalUserpass.Type): EmailPassword => ({
  autoConfirm: changed.autoConfirm ?? current.autoConfirm,
  confirmationFunctionName: functionName(
    changed.runConfirmationFunction,
    changed.confirmationFunctionName,
    current.confirmationFunctionName
  ),
  resetFunctionName: functionName(changed.runResetFunction, changed.resetFunctionName, current.resetFunctionName)
})

const customTokenOf = Effect.fnUntraced(function*(current: CustomTokens, changed: typeof CustomToken.Type) {
  const { audience, ...others } = changed
  const [first, ...rest] = audience === undefined ? [] : [audience].flat()
  const customToken = {
    ...current,
    ...others,
    ...(first === undefined ? {} : { audience: first, otherAudiences: rest.length === 0 ? undefined : rest })
  }
  if (customToken.jwkURI !== undefined) yield* Effect.fromResult(JsonWebKeySets.checkUri(customToken.jwkURI))
  return customToken.useJWKURI === true && customToken.jwkURI === undefined
    ? yield* new BadRequest({ description: "useJWKURI needs a jwkURI" })
    : { customToken }
})

/** What `config` changes of the app. What it leaves out stays, and what the emulator does not have is ignored. */
export const toSettings = (
  { customToken, emailPassword }: App,
  type: string,
  config: JsonObject
): Effect.Effect<Settings, BadRequest> => {
  switch (type) {
    case "local-userpass":
      return Effect.map(
        decoded(LocalUserpass, config),
        (changed) => ({ emailPassword: emailPasswordOf(emailPassword, changed) })
      )
    case "custom-token":
      return Effect.flatMap(decoded(CustomToken, config), (changed) => customTokenOf(customToken, changed))
    case "custom-function":
      return Effect.map(decoded(CustomFunction, config), ({ authFunctionName }) => ({ authFunctionName }))
    default:
      return Effect.succeed({})
  }
}

/** The functions that the settings name. */
export const functionsOf = ({ authFunctionName, emailPassword }: Settings): ReadonlyArray<string> =>
  [authFunctionName, emailPassword?.confirmationFunctionName, emailPassword?.resetFunctionName].flatMap((name) =>
    name ?? []
  )
