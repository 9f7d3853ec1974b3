/** What an access token of App Services says, in the forms of all years: names with `stitch_`, with `baas_` and both. */
import type { Claims } from "@atlas-bearer/core/endpoints/admin/VerifyToken"
import * as Schema from "effect/Schema"

const text = Schema.optional(Schema.String)

// By its names on the wire: to rename them takes five times as long, for each request of a server.
const isAccessToken = Schema.is(Schema.Struct({
  /** A refresh token says something else here. */
  typ: Schema.Literal("access"),
  sub: Schema.NonEmptyString,
  exp: Schema.Finite,
  iat: Schema.Finite,
  iss: text,
  aud: Schema.optional(Schema.Union([Schema.String, Schema.Array(Schema.String)])),
  baas_domain_id: text,
  stitch_domainId: text,
  baas_device_id: text,
  stitch_devId: text,
  user_data: Schema.optional(Schema.NullOr(Schema.JsonObject))
}))

/** The claims as `verify_token` names them; `undefined` when they are not those of an access token. */
export const decode = (payload: unknown): Claims | undefined => {
  if (!isAccessToken(payload)) return undefined
  const { aud, exp, iat, iss, sub, user_data: customUserData } = payload
  const domainId = payload.baas_domain_id ?? payload.stitch_domainId
  const deviceId = payload.baas_device_id ?? payload.stitch_devId
  return {
    sub,
    exp,
    iat,
    ...(iss !== undefined && { iss }),
    ...(domainId !== undefined && { domainId }),
    ...(deviceId !== undefined && { deviceId }),
    ...(aud !== undefined && { aud }),
    ...(customUserData && { customUserData })
  }
}
