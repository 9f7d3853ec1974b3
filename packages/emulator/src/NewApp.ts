/** An app that is to be made: what the control plane, a seed and an exported app say of it. */
import { MetadataField } from "@atlas-bearer/core/endpoints/admin/AuthProvider"
import { CustomUserDataConfig } from "@atlas-bearer/core/endpoints/admin/CustomUserDataConfig"
import { Secret } from "@atlas-bearer/core/Secret"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { EmailPassword } from "./Apps.ts"
import { JsonSchema, Relationships } from "./Collections.ts"
import * as PublicKeys from "./PublicKeys.ts"
import { decodeDocument } from "./storedEjson.ts"

/** JSON as it is stored, or EJSON. */
const Document = Schema.JsonObject.pipe(
  Schema.decodeTo(
    Schema.JsonObject,
    SchemaTransformation.transform({ decode: decodeDocument, encode: (document) => document })
  )
)

/** Everything has a default: an app without users and collections, under the default seed's group. */
export const NewApp = Schema.Struct({
  clientAppId: Schema.optional(Schema.NonEmptyString),
  /** 24 hexadecimal digits, by which the Admin API knows it. */
  id: Schema.optional(Schema.String.check(Schema.isPattern(/^[0-9a-f]{24}$/))),
  name: Schema.optional(Schema.NonEmptyString),
  groupId: Schema.optional(Schema.NonEmptyString),
  emailPassword: Schema.optional(EmailPassword),
  authFunctionName: Schema.optional(Schema.String),
  /** HS256 tokens of this secret, or of at most 3, log in by `custom-token`. A new secret by default. */
  customTokenSecret: Schema.optional(Schema.Union([Secret, Schema.NonEmptyArray(Secret)])),
  /** RS256 tokens of these RSA keys do too: at most 3, in PEM or as JSON Web Keys. */
  customTokenKeys: Schema.optional(Schema.Array(PublicKeys.GivenKey)),
  /** The RSA keys of the JSON Web Key Set at this URL do instead, by the `kid` of a token. */
  customTokenJwkUri: Schema.optional(Schema.String),
  /** What their users bring with them: by default what is in `name` and `user_data` of a token. */
  customTokenMetadataFields: Schema.optional(Schema.Array(MetadataField)),
  /** Types of providers that are switched off, such as `anon-user`. */
  disabledProviders: Schema.optional(Schema.Array(Schema.String)),
  /** Where browser logins may end, by the types of their providers, such as `oauth2-google`. */
  redirectUris: Schema.optional(Schema.Record(Schema.String, Schema.Array(Schema.String))),
  /** The domains of the e-mail addresses that may log in by Google. By default all may. */
  domainRestrictions: Schema.optional(Schema.Array(Schema.String)),
  customUserData: Schema.optional(CustomUserDataConfig),
  /** Whom custom tokens must be for: the client app id by default. All of several, unless `requireAnyAudience`. */
  audience: Schema.optional(Schema.Union([Schema.NonEmptyString, Schema.NonEmptyArray(Schema.NonEmptyString)])),
  requireAnyAudience: Schema.optional(Schema.Boolean),
  /** Confirmed users. */
  users: Schema.optional(Schema.Array(Schema.Struct({ email: Schema.String, password: Secret }))),
  /** Server API keys, which log in by `api-key`. */
  apiKeys: Schema.optional(Schema.Array(Schema.Struct({ name: Schema.NonEmptyString, key: Secret }))),
  collections: Schema.optional(Schema.Array(Schema.Struct({
    collection: Schema.NonEmptyString,
    jsonSchema: JsonSchema,
    relationships: Schema.optional(Relationships),
    documents: Schema.optional(Schema.Array(Document))
  })))
})
export type NewApp = typeof NewApp.Type
