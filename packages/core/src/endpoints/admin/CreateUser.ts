/** `POST /api/admin/v3.0/groups/{groupId}/apps/{appId}/users`: adds a user with an e-mail address and a password. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { BadRequest, onWire } from "../../ClientError.ts"
import { AccountNameInUse } from "../../EmailPasswordError.ts"
import { Secret } from "../../Secret.ts"
import * as AppRequest from "./AppRequest.ts"
import { AppUser } from "./AppUser.ts"

/** A password has 6 to 128 characters. */
export const CreateUserPayload = Schema.Struct({ email: Schema.String, password: Secret })

/** The user is confirmed. A repetition is refused, for the address is taken. */
export const CreateUser = HttpApiEndpoint.post("createUser", "/api/admin/v3.0/groups/:groupId/apps/:appId/users", {
  params: AppRequest.params,
  headers: AppRequest.headers,
  payload: CreateUserPayload,
  success: AppUser.pipe(HttpApiSchema.status("Created")),
  error: [...AppRequest.errors, onWire(BadRequest), onWire(AccountNameInUse)]
})
