/** The failures that every login shares. */
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import {
  AppNotFound,
  AuthError,
  AuthProviderNotFound,
  BadRequest,
  InternalServerError,
  InvalidParameter,
  InvalidPassword,
  MissingParameter,
  onWire,
  UserDisabled,
  withoutCode
} from "../../ClientError.ts"

export const loginErrors = [
  onWire(BadRequest),
  onWire(InvalidParameter),
  onWire(MissingParameter),
  onWire(InvalidPassword),
  onWire(AuthError),
  onWire(UserDisabled),
  // Which of the two statuses the hosted service sent is not documented.
  onWire(UserDisabled).pipe(HttpApiSchema.status(403)),
  onWire(AuthProviderNotFound),
  withoutCode(AppNotFound),
  onWire(InternalServerError)
]
