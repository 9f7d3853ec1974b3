/** `POST /api/client/v2.0/app/{clientAppId}/graphql`: executes a GraphQL operation as a user of the app. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { Bearer } from "../../Bearer.ts"
import {
  AppNotFound,
  AuthError,
  BadRequest,
  InternalServerError,
  InvalidPassword,
  InvalidSession,
  onWire,
  TokenInvalid,
  UserDisabled,
  withoutCode
} from "../../ClientError.ts"
import { PathSegment } from "../../PathSegment.ts"
import { Secret } from "../../Secret.ts"

/** The server takes `variables` as an object or as its JSON text. */
export const ExecuteGraphqlPayload = Schema.Struct({
  query: Schema.String,
  variables: Schema.optional(
    Schema.NullOr(Schema.Union([Schema.JsonObject, Schema.fromJsonString(Schema.JsonObject)]))
  ),
  operationName: Schema.optional(Schema.NullOr(Schema.String))
})

/** One entry of a GraphQL result's `errors` (GraphQL specification section 7.1.2). */
export const GraphqlError = Schema.Struct({
  message: Schema.String,
  locations: Schema.optional(Schema.Array(Schema.Struct({ line: Schema.Number, column: Schema.Number }))),
  path: Schema.optional(Schema.Array(Schema.Union([Schema.String, Schema.Number]))),
  extensions: Schema.optional(Schema.JsonObject)
})

/** A failed operation is a 200 with `errors`; only a failed authentication is not. */
export const ExecuteGraphqlResponse = Schema.Struct({
  data: Schema.optional(Schema.NullOr(Schema.JsonObject)),
  errors: Schema.optional(Schema.Array(GraphqlError))
})

/**
 * The user's access token, or the credentials that the user logs in with: `email` and `password`, `apiKey` or
 * `jwtTokenString` (a custom token). The token goes first; credentials cost a login each time.
 */
export const GraphqlCredentials = Schema.Struct({
  authorization: Schema.optional(Bearer),
  email: Schema.optional(Schema.NonEmptyString),
  password: Schema.optional(Secret),
  apiKey: Schema.optional(Secret),
  jwtTokenString: Schema.optional(Secret)
}).check(
  Schema.makeFilter(({ apiKey, authorization, email, jwtTokenString, password }) =>
    authorization !== undefined || (email !== undefined && password !== undefined) || apiKey !== undefined ||
    jwtTokenString !== undefined
  )
).pipe(Schema.encodeKeys({ apiKey: "apikey", jwtTokenString: "jwttokenstring" }))

export const ExecuteGraphql = HttpApiEndpoint.post("executeGraphql", "/api/client/v2.0/app/:clientAppId/graphql", {
  params: { clientAppId: PathSegment },
  headers: GraphqlCredentials,
  payload: ExecuteGraphqlPayload,
  success: ExecuteGraphqlResponse,
  error: [
    onWire(BadRequest),
    onWire(InvalidSession),
    onWire(InvalidPassword),
    onWire(AuthError),
    onWire(UserDisabled),
    withoutCode(TokenInvalid),
    withoutCode(AppNotFound),
    onWire(InternalServerError)
  ]
})
