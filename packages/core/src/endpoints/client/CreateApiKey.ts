/** `POST /api/client/v2.0/auth/api_keys`: makes an API key that logs in as the refresh token's user. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { APIKeyAlreadyExists } from "../../ApiKeyError.ts"
import { Bearer } from "../../Bearer.ts"
import {
  BadRequest,
  InternalServerError,
  InvalidParameter,
  InvalidSession,
  onWire,
  TokenInvalid,
  withoutCode
} from "../../ClientError.ts"
import { Secret } from "../../Secret.ts"
import { ApiKey } from "./ApiKey.ts"

/** ASCII letters, digits, `_` and `-`. */
export const CreateApiKeyPayload = Schema.Struct({ name: Schema.String })

/** `key` is shown here and never again. */
export const CreatedApiKey = Schema.Struct({
  id: ApiKey.to.fields.id,
  key: Secret,
  name: ApiKey.to.fields.name,
  disabled: ApiKey.to.fields.disabled
}).pipe(Schema.encodeKeys({ id: "_id" }))

/** The bearer token is the *refresh* token. A repetition is refused by name, and the key of the first would be lost. */
export const CreateApiKey = HttpApiEndpoint.post("createApiKey", "/api/client/v2.0/auth/api_keys", {
  headers: { authorization: Bearer },
  payload: CreateApiKeyPayload,
  success: CreatedApiKey.pipe(HttpApiSchema.status("Created")),
  error: [
    onWire(BadRequest),
    onWire(InvalidParameter),
    onWire(APIKeyAlreadyExists),
    onWire(InvalidSession),
    withoutCode(TokenInvalid),
    onWire(InternalServerError)
  ]
})
