/**
 * What every login shares. With `?link=true` and an access token the credentials become a further identity of the token's
 * user: a route is one endpoint, whatever its query.
 */
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { Bearer } from "../../Bearer.ts"
import {
  AppNotFound,
  AuthError,
  AuthProviderNotFound,
  BadRequest,
  InternalServerError,
  InvalidParameter,
  InvalidPassword,
  InvalidSession,
  MissingParameter,
  onWire,
  UserDisabled,
  withoutCode
} from "../../ClientError.ts"
import { LinkedSession, Session } from "../../Session.ts"

const errors = [
  onWire(BadRequest),
  onWire(InvalidParameter),
  onWire(MissingParameter),
  onWire(InvalidPassword),
  // Linking: the access token has expired, or another user has the identity.
  onWire(InvalidSession),
  onWire(AuthError),
  onWire(UserDisabled),
  // Which of the two statuses the hosted service sent is not documented.
  onWire(UserDisabled).pipe(HttpApiSchema.status(403)),
  onWire(AuthProviderNotFound),
  withoutCode(AppNotFound),
  onWire(InternalServerError)
]

/** An access token, for linking. Another scheme, a proxy's say, means nothing to a login. */
const Authorization = Schema.Union([Bearer, Schema.RedactedFromValue(Schema.String)])

/** What the logins of all providers share. With `link=true` and a user's access token the credentials become a further identity of that user. */
export const login = {
  query: { link: Schema.optional(Schema.Boolean) },
  headers: { authorization: Schema.optional(Authorization) },
  success: [Session, LinkedSession],
  error: errors
}
