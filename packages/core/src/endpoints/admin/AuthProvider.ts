/** A way to log in to an app, or to the Admin API. */
import * as Schema from "effect/Schema"

const summary = {
  id: Schema.optional(Schema.NonEmptyString),
  name: Schema.String,
  type: Schema.NonEmptyString,
  disabled: Schema.optional(Schema.Boolean)
}

/** `type` is the provider's segment in the path of its login, such as `local-userpass`. */
export const AuthProviderSummary = Schema.Struct(summary).pipe(Schema.encodeKeys({ id: "_id" }))

/** Where in a custom token, a path with dots, a member of the user's `data` comes from. It has the last name of the path. */
export const MetadataField = Schema.Struct({
  name: Schema.NonEmptyString,
  required: Schema.optional(Schema.Boolean),
  fieldName: Schema.optional(Schema.String)
}).pipe(Schema.encodeKeys({ fieldName: "field_name" }))

/**
 * What can be set. `config` is made of the vendor's own names, which differ from provider to provider. `redirectUris` are where
 * the browser logins of Google, Facebook and Apple may end: nowhere else, to the letter. `domainRestrictions`
 * are the domains of the e-mail addresses that may log in by Google. `metadataFields` are what users of custom tokens bring with
 * them.
 */
export const authProviderSettings = {
  config: Schema.optional(Schema.JsonObject),
  redirectUris: Schema.optional(Schema.Array(Schema.String)),
  domainRestrictions: Schema.optional(Schema.Array(Schema.String)),
  metadataFields: Schema.optional(Schema.Array(MetadataField))
}

/** The settings that the vendor spells otherwise. */
export const authProviderKeys = {
  redirectUris: "redirect_uris",
  domainRestrictions: "domain_restrictions",
  metadataFields: "metadata_fields"
} as const

/** As administrators see it. */
export const AuthProvider = Schema.Struct({ ...summary, ...authProviderSettings }).pipe(
  Schema.encodeKeys({ id: "_id", ...authProviderKeys })
)

export type AuthProvider = typeof AuthProvider.Type
