/**
 * A directory as `realm-cli pull` or a deployment to GitHub wrote it: the app's name, its authentication providers and its
 * collections. Its functions are not run; what they decide is for functions that are given in code.
 */
import { MetadataField } from "@atlas-bearer/core/endpoints/admin/AuthProvider"
import { CustomUserDataConfig } from "@atlas-bearer/core/endpoints/admin/CustomUserDataConfig"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Record from "effect/Record"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { readdir } from "node:fs/promises"
import { dirname, join } from "node:path"
import { type Collection, JsonSchema, Relationships } from "./Collections.ts"
import * as DefaultSeed from "./DefaultSeed.ts"
import { ifThere, readJson, understood, wrong } from "./exportedFile.ts"
import type { Registered } from "./Functions.ts"
import * as JsonWebKeySets from "./JsonWebKeySets.ts"
import * as ProviderConfig from "./ProviderConfig.ts"
import * as RedirectUris from "./RedirectUris.ts"

const AppConfig = Schema.Struct({ app_id: Schema.NonEmptyString, name: Schema.NonEmptyString })

const EmailPasswordConfig = Schema.Struct({
  autoConfirm: Schema.optional(Schema.Boolean),
  runConfirmationFunction: Schema.optional(Schema.Boolean),
  confirmationFunctionName: Schema.optional(Schema.String),
  runResetFunction: Schema.optional(Schema.Boolean),
  resetFunctionName: Schema.optional(Schema.String)
})

/** By their types. */
const Providers = Schema.Record(
  Schema.String,
  Schema.Struct({
    disabled: Schema.optional(Schema.Boolean),
    config: Schema.optional(Schema.JsonObject),
    redirect_uris: Schema.optional(Schema.Array(Schema.String)),
    domain_restrictions: Schema.optional(Schema.Array(Schema.String)),
    metadata_fields: Schema.optional(Schema.Array(MetadataField))
  })
)

const FunctionConfig = Schema.Struct({ authFunctionName: Schema.optional(Schema.String) })

const TokenConfig = Schema.Struct({
  audience: Schema.optional(Schema.Union([Schema.NonEmptyString, Schema.Array(Schema.NonEmptyString)])),
  requireAnyAudience: Schema.optional(Schema.Boolean),
  useJWKURI: Schema.optional(Schema.Boolean),
  jwkURI: Schema.optional(Schema.String)
})

/** Exports have had three names for this file. */
const appConfig = Effect.fnUntraced(function*(directory: string) {
  for (const name of ["realm_config.json", "root_config.json", "config.json"]) {
    const found = yield* readJson(join(directory, name), AppConfig)
    if (Option.isSome(found)) return found.value
  }
  return yield* wrong(`must be the directory of an exported app, with realm_config.json, not ${directory}`)
})

/** `data_sources/<service>/<database>/<collection>/schema.json`; an empty schema is that of a collection without one. */
const collections = Effect.fnUntraced(function*(directory: string) {
  const paths = yield* ifThere(() => readdir(join(directory, "data_sources"), { recursive: true }))
  const found: Array<Collection> = []
  for (const path of Option.getOrElse(paths, (): Array<string> => []).toSorted()) {
    if (!/^[^\\/]+[\\/][^\\/]+[\\/][^\\/]+[\\/]schema\.json$/.test(path)) continue
    const folder = join(directory, "data_sources", dirname(path))
    const jsonSchema = yield* readJson(join(folder, "schema.json"), JsonSchema)
    const relationships = yield* readJson(join(folder, "relationships.json"), Relationships)
    const [name = ""] = folder.split(/[\\/]/).slice(-1)
    if (Option.isNone(jsonSchema) || jsonSchema.value.properties === undefined) continue
    if (found.some(({ collection }) => collection === name)) {
      return yield* wrong(`has two collections named ${name}: the emulator keeps one database for each app`)
    }
    found.push({
      collection: name,
      jsonSchema: jsonSchema.value,
      relationships: Option.getOrElse(relationships, () => ({}))
    })
  }
  return found
})

/**
 * The app of the directory. A function that confirms users or resets passwords and is not given leaves it to the e-mails. Fails
 * with an `InvalidOption` named `import`.
 */
export const read = Effect.fnUntraced(function*(directory: string, functions: Registered) {
  const { app_id: clientAppId, name } = yield* appConfig(directory)
  const path = join(directory, "auth", "providers.json")
  const providers = Option.getOrElse(yield* readJson(path, Providers), (): typeof Providers.Type => ({}))
  const configOf = <A>(provider: string, schema: Schema.Codec<A, unknown>) =>
    understood(`${path}, ${provider}`, Schema.decodeUnknownEffect(schema)(providers[provider]?.config ?? {}))
  const given = yield* configOf("local-userpass", EmailPasswordConfig)
  const { audience, jwkURI, requireAnyAudience, useJWKURI } = yield* configOf("custom-token", TokenConfig)
  const { authFunctionName } = yield* configOf("custom-function", FunctionConfig)
  const customUserData = yield* readJson(join(directory, "auth", "custom_user_data.json"), CustomUserDataConfig)
  const ifGiven = (isRun: boolean | undefined, name: string | undefined) =>
    isRun === true && name !== undefined && Object.hasOwn(functions, name) ? name : undefined
  const audiences = [audience ?? []].flat()
  const redirectUris = Record.map(
    Record.filter(providers, (_, type) => RedirectUris.isFor(type)),
    ({ redirect_uris = [] }) => redirect_uris
  )
  yield* Effect.mapError(
    Effect.all([
      Effect.fromResult(RedirectUris.check(Object.values(redirectUris).flat())),
      useJWKURI === true ? Effect.fromResult(JsonWebKeySets.checkUri(jwkURI ?? "")) : Effect.void
    ]),
    ({ description }) => wrong(`has a file that is not understood, ${path}: ${description}`)
  )
  return {
    clientAppId,
    name,
    emailPassword: {
      autoConfirm: given.autoConfirm ?? false,
      confirmationFunctionName: ifGiven(given.runConfirmationFunction, given.confirmationFunctionName),
      resetFunctionName: ifGiven(given.runResetFunction, given.resetFunctionName)
    },
    authFunctionName,
    disabledProviders: ProviderConfig.types.filter((type) => providers[type]?.disabled === true),
    redirectUris,
    domainRestrictions: providers["oauth2-google"]?.domain_restrictions,
    customUserData: Option.getOrUndefined(customUserData),
    // Exports hold no secrets.
    customTokenSecret: Redacted.make(DefaultSeed.customToken.secret),
    audience: Arr.isReadonlyArrayNonEmpty(audiences) ? audiences : undefined,
    requireAnyAudience,
    customTokenMetadataFields: providers["custom-token"]?.metadata_fields,
    customTokenJwkUri: useJWKURI === true ? jwkURI : undefined,
    collections: yield* collections(directory)
  }
})
