/** `POST /api/admin/v3.0/groups/{groupId}/apps/{appId}/users/verify_token`: is a user's access token valid? */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { Bearer } from "../../Bearer.ts"
import {
  AppNotFound,
  InternalServerError,
  InvalidSession,
  onWire,
  TokenInvalid,
  withoutCode
} from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import { Secret } from "../../Secret.ts"

/** The access token of a user. */
export const VerifyTokenPayload = Schema.Struct({ token: Secret })

/** Claims of a valid access token. `exp` and `iat` are NumericDates: seconds since 1970 (RFC 7519 section 2). */
export const Claims = Schema.Struct({
  sub: Schema.NonEmptyString,
  exp: Schema.Finite,
  iat: Schema.Finite,
  iss: Schema.optional(Schema.String),
  domainId: Schema.optional(Schema.String),
  deviceId: Schema.optional(Schema.String),
  aud: Schema.optional(Schema.Union([Schema.String, Schema.Array(Schema.String)])),
  customUserData: Schema.optional(Schema.JsonObject),
  data: Schema.optional(Schema.JsonObject)
}).pipe(Schema.encodeKeys({
  domainId: "domain_id",
  deviceId: "device_id",
  customUserData: "custom_user_data"
}))

/** Claims of a valid access token. */
export type Claims = typeof Claims.Type

/**
 * The 200 reply for an expired token: the JSON string `"token expired"`. The vendor's page prints `{ "token expired" }`,
 * which is not JSON, so the reply is read as text.
 */
export const Expired = Schema.String.check(Schema.isPattern(/^\s*(?:"token expired"|\{\s*"token expired"\s*\})\s*$/))
  .pipe(
    Schema.decodeTo(
      Schema.Literal("token expired"),
      SchemaTransformation.transform({
        decode: () => "token expired" as const,
        encode: (text) => JSON.stringify(text)
      })
    ),
    HttpApiSchema.asText({ contentType: "application/json" })
  )

/**
 * The bearer token is the *administrator's* access token: `InvalidSession` means that it ended, `TokenInvalid` that the
 * user's token is bad. Signature and expiry are checked, nothing else: the token of a revoked session or a disabled user
 * is still valid.
 */
export const VerifyToken = HttpApiEndpoint.post(
  "verifyToken",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/users/verify_token",
  {
    params: { groupId: PathSegment, appId: PathSegment },
    headers: { authorization: Bearer },
    payload: VerifyTokenPayload,
    success: [Claims, Expired],
    error: [
      // A badly signed token is answered with 401, a malformed one with 400. A server encodes by the first.
      withoutCode(TokenInvalid),
      withoutCode(TokenInvalid).pipe(HttpApiSchema.status(400)),
      onWire(InvalidSession),
      withoutCode(AppNotFound),
      onWire(InternalServerError)
    ]
  }
).annotate(Idempotent, true)
