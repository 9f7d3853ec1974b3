/**
 * The failures of the service-account endpoints as the server sends them: the body of RFC 6749 section 5.2, or the body
 * of the Atlas Administration API, each plain or enveloped.
 */
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { enveloped } from "./Enveloped.ts"
import {
  InvalidClient,
  InvalidGrant,
  InvalidRequest,
  IpNotAllowed,
  RateLimited,
  ServerError,
  TokenQuotaExceeded,
  Unavailable,
  UnsupportedGrantType
} from "./OAuthError.ts"
import * as RetryAfter from "./RetryAfter.ts"

const body = <Code extends string>(code: Schema.Codec<Code, string>, description: Schema.Codec<string, string>) =>
  Schema.Struct({ code, description }).pipe(Schema.encodeKeys({ code: "error", description: "error_description" }))

/** The error body of the Atlas Administration API for these statuses: its `error` is the status. */
export const apiBody = <Status extends number>(status: Schema.Codec<Status, number>) =>
  Schema.Struct({
    status,
    code: Schema.String,
    description: Schema.optional(Schema.String),
    // Nothing depends on these two, so they may be anything.
    reason: Schema.optional(Schema.Json),
    parameters: Schema.optional(Schema.Json)
  }).pipe(Schema.encodeKeys({ status: "error", code: "errorCode", description: "detail" }))

/** The error body of the Atlas Administration API. */
export const ApiBody = apiBody(Schema.Int)

type Described = { readonly description: string }

/** The error under its code; `text` narrows a code that stands for several situations. */
const coded = <E extends Described>(
  error: Schema.Codec<E, unknown> & (new(props: Described) => E),
  options: { readonly status: number; readonly code: string; readonly text?: RegExp }
) =>
  enveloped(body(Schema.Literal(options.code), Schema.String.check(Schema.isPattern(options.text ?? /^/)))).pipe(
    Schema.decodeTo(
      Schema.toType(error),
      SchemaTransformation.transform({
        decode: ({ description }) => new error({ description }),
        encode: ({ description }: E) => ({ code: options.code, description })
      })
    ),
    HttpApiSchema.status(options.status)
  )

const invalidClient = enveloped(body(Schema.Literal("invalid_client"), Schema.String)).pipe(
  HttpApiSchema.status(401),
  HttpApiSchema.asJson({ contentType: "application/json;charset=ISO-8859-1" })
)

const InvalidClientOnWire = InvalidClient.pipe(HttpApiSchema.encodeToWithHeaders({
  body: invalidClient,
  headers: { "www-authenticate": Schema.optional(Schema.String) }
}, {
  decode: ({ body, headers }) =>
    new InvalidClient({ description: body.description, challenge: headers["www-authenticate"] }),
  encode: (error) => ({
    body: { code: "invalid_client" as const, description: error.description },
    headers: { "www-authenticate": error.challenge }
  })
}))

const RateLimitedBody = Schema.Union([enveloped(body(Schema.Literal("rate_limited"), Schema.String)), ApiBody]).pipe(
  HttpApiSchema.status(429)
)

const RateLimitedOnWire = RateLimited.pipe(HttpApiSchema.encodeToWithHeaders({
  body: RateLimitedBody,
  headers: RetryAfter.fields
}, {
  decode: ({ body, headers }) =>
    new RateLimited({ description: body.description ?? body.code, retryAfter: RetryAfter.fromFields(headers) }),
  encode: (error) => ({
    body: { code: "rate_limited" as const, description: error.description },
    headers: RetryAfter.toFields(error.retryAfter)
  })
}))

const ServerErrorOnWire = ServerError.pipe(HttpApiSchema.encodeToWithHeaders({
  body: enveloped(body(Schema.Literal("server_error"), Schema.String)).pipe(HttpApiSchema.status(500)),
  headers: RetryAfter.fields
}, {
  decode: ({ body, headers }) =>
    new ServerError({ description: body.description, retryAfter: RetryAfter.fromFields(headers) }),
  encode: (error) => ({
    body: { code: "server_error" as const, description: error.description },
    headers: RetryAfter.toFields(error.retryAfter)
  })
}))

// The page documents no body; a proxy in front of the service may send any.
const UnavailableOnWire = Unavailable.pipe(HttpApiSchema.encodeToWithHeaders({
  body: Schema.String.pipe(HttpApiSchema.asText({ contentType: "application/json" }), HttpApiSchema.status(503)),
  headers: RetryAfter.fields
}, {
  decode: ({ headers }) => new Unavailable({ retryAfter: RetryAfter.fromFields(headers) }),
  encode: (error) => ({ body: "", headers: RetryAfter.toFields(error.retryAfter) })
}))

/** What both service-account endpoints declare. */
export const oauthErrors = [
  coded(InvalidRequest, { status: 400, code: "invalid_request" }),
  coded(UnsupportedGrantType, { status: 400, code: "unsupported_grant_type" }),
  coded(InvalidGrant, { status: 400, code: "invalid_grant" }),
  InvalidClientOnWire,
  // One code for two situations; the spacing of the second text differs between the vendor's pages.
  coded(IpNotAllowed, { status: 403, code: "access_denied", text: /^\s*IP access list/i }),
  coded(TokenQuotaExceeded, { status: 403, code: "access_denied", text: /^\s*access\s+token\s+limit/i }),
  RateLimitedOnWire,
  ServerErrorOnWire,
  UnavailableOnWire
] as const

/** Any error body of these APIs. */
export const OAuthRefusal = Schema.Union([
  body(Schema.String, Schema.String),
  ApiBody,
  Schema.Struct({ status: Schema.Int, content: body(Schema.String, Schema.String) }).pipe(
    Schema.decodeTo(
      Schema.Struct({ status: Schema.Int, code: Schema.String, description: Schema.String }),
      SchemaTransformation.transform({
        decode: ({ status, content }) => ({ status, ...content }),
        encode: ({ status, ...content }) => ({ status, content })
      })
    )
  )
])
