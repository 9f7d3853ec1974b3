/** `POST /api/admin/v3.0/auth/providers/mongodb-cloud/login`: logs an administrator in with a MongoDB Cloud API key. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { ApiKeyRejected, BadRequest, InternalServerError, onWire, withoutCode } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { Secret } from "../../Secret.ts"
import { Session } from "../../Session.ts"

/** The pair of keys of a MongoDB Cloud API key, which the page calls user name and API key. */
export const AdminLoginPayload = Schema.Struct({
  publicKey: Schema.NonEmptyString,
  privateKey: Secret
}).pipe(Schema.encodeKeys({ publicKey: "username", privateKey: "apiKey" }))

export const AdminLogin = HttpApiEndpoint.post("adminLogin", "/api/admin/v3.0/auth/providers/mongodb-cloud/login", {
  payload: AdminLoginPayload,
  success: Session,
  error: [onWire(BadRequest), withoutCode(ApiKeyRejected), onWire(InternalServerError)]
}).annotate(Idempotent, true)
