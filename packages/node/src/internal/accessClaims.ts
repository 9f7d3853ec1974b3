/** What an access token of App Services says, in the forms of all years: names with `stitch_`, with `baas_` and both. */
import { TokenInvalid } from "@atlas-bearer/core/ClientError"
import type { Claims } from "@atlas-bearer/core/endpoints/admin/VerifyToken"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const text = Schema.optional(Schema.String)

const AccessToken = Schema.Struct({
  /** A refresh token says something else here. */
  typ: Schema.Literal("access"),
  sub: Schema.NonEmptyString,
  exp: Schema.Finite,
  iat: Schema.Finite,
  iss: text,
  aud: Schema.optional(Schema.Union([Schema.String, Schema.Array(Schema.String)])),
  domainId: text,
  stitchDomainId: text,
  deviceId: text,
  stitchDeviceId: text,
  customUserData: Schema.optional(Schema.NullOr(Schema.JsonObject))
}).pipe(Schema.encodeKeys({
  domainId: "baas_domain_id",
  stitchDomainId: "stitch_domainId",
  deviceId: "baas_device_id",
  stitchDeviceId: "stitch_devId",
  customUserData: "user_data"
}))

const decodePayload = Schema.decodeUnknownEffect(AccessToken)

/** The claims as `verify_token` names them. */
export const decode = (payload: unknown): Effect.Effect<Claims, TokenInvalid> =>
  decodePayload(payload).pipe(
    Effect.mapBoth({
      onFailure: () => new TokenInvalid({ description: "it is no access token" }),
      onSuccess: ({ aud, customUserData, exp, iat, iss, sub, ...token }) => {
        const domainId = token.domainId ?? token.stitchDomainId
        const deviceId = token.deviceId ?? token.stitchDeviceId
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
    })
  )
