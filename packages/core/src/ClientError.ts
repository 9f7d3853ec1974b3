/**
 * Failures that the App Services endpoints (Client API and Admin API) declare. The `_tag` is the `error_code` that the
 * server sends; failures that it sends without a code are named for the situation.
 *
 * `description` is the server's text, for people only: it changed in May 2024 and never decides anything.
 */
import { memoize } from "effect/Function"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"

const fields = { description: Schema.String }

/** The session behind the token is unknown, revoked or expired. Renew the access token, or log in again. */
export class InvalidSession extends Schema.TaggedError<InvalidSession>()("InvalidSession", fields, {
  httpApiStatus: 401
}) {
  override get message() {
    return `The session has ended (${this.description}). Log in again.`
  }
}

/** The user name or the password is wrong. */
export class InvalidPassword extends Schema.TaggedError<InvalidPassword>()("InvalidPassword", fields, {
  httpApiStatus: 401
}) {
  override get message() {
    return `The user name or the password is wrong (${this.description}).`
  }
}

/** The provider rejected the credentials: unconfirmed user, bad API key, bad external token or failed function. */
export class AuthError extends Schema.TaggedError<AuthError>()("AuthError", fields, { httpApiStatus: 401 }) {
  override get message() {
    return `The provider rejected the credentials (${this.description}). Is the user confirmed, the key enabled, the token fresh?`
  }
}

/** An administrator disabled the user. */
export class UserDisabled extends Schema.TaggedError<UserDisabled>()("UserDisabled", fields, { httpApiStatus: 401 }) {
  override get message() {
    return `The user is disabled (${this.description}). An administrator can enable it.`
  }
}

/** The app has no such authentication provider, or it is switched off. */
export class AuthProviderNotFound
  extends Schema.TaggedError<AuthProviderNotFound>()("AuthProviderNotFound", fields, { httpApiStatus: 404 })
{
  override get message() {
    return `The app does not have this authentication provider (${this.description}). Enable it or choose another.`
  }
}

/** The server could not use the request's content. */
export class BadRequest extends Schema.TaggedError<BadRequest>()("BadRequest", fields, { httpApiStatus: 400 }) {
  override get message() {
    return `The server could not use the request (${this.description}).`
  }
}

/** A field of the request has a value that the server does not take. */
export class InvalidParameter extends Schema.TaggedError<InvalidParameter>()("InvalidParameter", fields, {
  httpApiStatus: 400
}) {
  override get message() {
    return `A field of the request has a wrong value (${this.description}).`
  }
}

/** A field that the server needs is missing. */
export class MissingParameter extends Schema.TaggedError<MissingParameter>()("MissingParameter", fields, {
  httpApiStatus: 400
}) {
  override get message() {
    return `The request misses a field (${this.description}).`
  }
}

/** The server failed. Try again later. */
export class InternalServerError extends Schema.TaggedError<InternalServerError>()("InternalServerError", fields, {
  httpApiStatus: 500
}) {
  override get message() {
    return `The server failed (${this.description}). Try again later.`
  }
}

/** No app with this client app id lives on this host. Check the id, or ask the app's own region. Sent without a code. */
export class AppNotFound extends Schema.TaggedError<AppNotFound>()("AppNotFound", fields, { httpApiStatus: 404 }) {
  override get message() {
    return `No such app on this host (${this.description}). Check the app id and the base URL.`
  }
}

/** The token is malformed, of the wrong type or badly signed: asking again with it is useless. Sent without a code. */
export class TokenInvalid extends Schema.TaggedError<TokenInvalid>()("TokenInvalid", fields, { httpApiStatus: 401 }) {
  override get message() {
    return `The token is not valid (${this.description}). Obtain a new one.`
  }
}

/** The administrator's public and private API key are not accepted. Sent without a code. */
export class ApiKeyRejected extends Schema.TaggedError<ApiKeyRejected>()("ApiKeyRejected", fields, {
  httpApiStatus: 401
}) {
  override get message() {
    return `The administrator's API key pair is not accepted (${this.description}). Check both keys and their project.`
  }
}

const body = <Code extends Schema.Top>(code: Code) =>
  Schema.Struct({ ...fields, code }).pipe(Schema.encodeKeys({ description: "error", code: "error_code" }))

/** The error body of both App Services APIs, `{ "error": ..., "error_code": ... }`. */
export const Envelope = body(Schema.optional(Schema.String))

type Described = { readonly description: string }
type ErrorClass<E> = Schema.Codec<E, unknown> & { readonly identifier: string } & (new(props: Described) => E)

// Most errors are those of many endpoints: what Effect makes of a schema it then makes once.

/** The error as the server sends it: its tag is the `error_code`. */
export const onWire = memoize(<E extends Described>(error: ErrorClass<E>) =>
  body(Schema.Literal(error.identifier)).pipe(Schema.decodeTo(
    Schema.toType(error),
    SchemaTransformation.transform({
      decode: ({ description }) => new error({ description }),
      encode: ({ description }: E) => ({ description, code: error.identifier })
    })
  ))
)

/** The error as the server sends it when it gives no `error_code`. */
export const withoutCode = memoize(<E extends Described>(error: ErrorClass<E>) =>
  body(Schema.optional(Schema.Never)).pipe(Schema.decodeTo(
    Schema.toType(error),
    SchemaTransformation.transform({
      decode: ({ description }) => new error({ description }),
      encode: ({ description }: E) => ({ description })
    })
  ))
)
