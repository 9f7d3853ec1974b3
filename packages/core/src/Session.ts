/** What a successful login answers: the tokens of a new session. */
import * as Schema from "effect/Schema"
import { Secret } from "./Secret.ts"

/**
 * The vendor's pages show the two tokens alone; later servers add the ids. A `deviceId` of 24 zeros means that the
 * client sent no device information.
 */
export const Session = Schema.Struct({
  accessToken: Secret,
  refreshToken: Secret,
  userId: Schema.optional(Schema.NonEmptyString),
  deviceId: Schema.optional(Schema.String)
}).pipe(Schema.encodeKeys({
  accessToken: "access_token",
  refreshToken: "refresh_token",
  userId: "user_id",
  deviceId: "device_id"
}))

/** Tokens of a session, all secrets `Redacted`. */
export type Session = typeof Session.Type

/** What linking answers: a token of the same user's session, whose refresh token does not change. */
export const LinkedSession = Schema.Struct({
  accessToken: Secret,
  userId: Schema.optional(Schema.NonEmptyString),
  deviceId: Schema.optional(Schema.String)
}).pipe(Schema.encodeKeys({ accessToken: "access_token", userId: "user_id", deviceId: "device_id" }))

/** What a renewal answers: a new access token. The refresh token does not change. */
export const RenewedSession = Schema.Struct({ accessToken: Secret }).pipe(
  Schema.encodeKeys({ accessToken: "access_token" })
)
