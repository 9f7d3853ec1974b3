/** What the tokens of a session say, in the form of 2024: the device and the domain stand there twice. */
import * as Schema from "effect/Schema"
import type { Identity } from "./Identities.ts"

type JsonObject = typeof Schema.JsonObject.Type

/** What every token of a session repeats. `iat` is a NumericDate: seconds since 1970 (RFC 7519 section 2). */
export interface Issue {
  readonly sessionId: string
  readonly domainId: string
  readonly userId: string
  readonly deviceId: string
  readonly iat: number
}

const accessLife = 30 * 60
/** 50 years of 365 days. */
const anonymousRefreshLife = 18_250 * 24 * 3600

const common = ({ deviceId, domainId, iat, userId }: Issue) => ({
  baas_device_id: deviceId,
  baas_domain_id: domainId,
  iat,
  stitch_devId: deviceId,
  stitch_domainId: domainId,
  sub: userId
})

/** `id` makes each token unique; `userData` is the user's custom data, if the app has any. */
export const access = (issue: Issue, id: string, userData: JsonObject | undefined) => ({
  ...common(issue),
  exp: issue.iat + accessLife,
  iss: issue.sessionId,
  jti: id,
  typ: "access",
  ...(userData === undefined ? {} : { user_data: userData })
})

/** `life` is in seconds. */
export const refresh = (issue: Issue, { id, providerId, providerType }: Identity, life: number) => {
  const identity = { id, provider_type: providerType, provider_id: providerId }
  return {
    ...common(issue),
    baas_data: null,
    baas_id: issue.sessionId,
    baas_identity: identity,
    exp: issue.iat + (providerType === "anon-user" ? anonymousRefreshLife : life),
    stitch_data: null,
    stitch_id: issue.sessionId,
    stitch_ident: identity,
    typ: "refresh"
  }
}

/** The claims of an access token; `iss` is the session's id. */
export const AccessClaims = Schema.Struct({
  sub: Schema.NonEmptyString,
  exp: Schema.Finite,
  iat: Schema.Finite,
  iss: Schema.NonEmptyString,
  typ: Schema.Literal("access"),
  domainId: Schema.String,
  deviceId: Schema.String,
  customUserData: Schema.optional(Schema.JsonObject)
}).pipe(Schema.encodeKeys({ domainId: "stitch_domainId", deviceId: "stitch_devId", customUserData: "user_data" }))

export type AccessClaims = typeof AccessClaims.Type

/** Which domain says that it issued the token. */
export const Issued = Schema.Struct({ domainId: Schema.String }).pipe(
  Schema.encodeKeys({ domainId: "stitch_domainId" })
)

/** What a refresh token says of the user and of the identity that began the session. */
export const Holder = Schema.Struct({
  userId: Schema.String,
  domainId: Schema.String,
  identity: Schema.Struct({ id: Schema.String, providerType: Schema.String }).pipe(
    Schema.encodeKeys({ providerType: "provider_type" })
  )
}).pipe(Schema.encodeKeys({ userId: "sub", domainId: "stitch_domainId", identity: "stitch_ident" }))

export type Holder = typeof Holder.Type
