/** `GET /api/client/v2.0/auth/profile`: who the access token belongs to. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import { Bearer } from "../../Bearer.ts"
import { InternalServerError, InvalidSession, onWire, TokenInvalid, withoutCode } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { Profile } from "./Profile.ts"

export const GetProfile = HttpApiEndpoint.get("getProfile", "/api/client/v2.0/auth/profile", {
  headers: { authorization: Bearer },
  success: Profile,
  error: [onWire(InvalidSession), withoutCode(TokenInvalid), onWire(InternalServerError)]
}).annotate(Idempotent, true)
