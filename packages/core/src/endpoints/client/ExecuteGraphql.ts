/** `POST /api/client/v2.0/app/{clientAppId}/graphql`: executes a GraphQL operation as the token's user. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { Bearer } from "../../Bearer.ts"
import {
  AppNotFound,
  BadRequest,
  InternalServerError,
  InvalidSession,
  onWire,
  TokenInvalid,
  withoutCode
} from "../../ClientError.ts"
import { PathSegment } from "../../PathSegment.ts"

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

export const ExecuteGraphql = HttpApiEndpoint.post("executeGraphql", "/api/client/v2.0/app/:clientAppId/graphql", {
  params: { clientAppId: PathSegment },
  headers: { authorization: Bearer },
  payload: ExecuteGraphqlPayload,
  success: ExecuteGraphqlResponse,
  error: [
    onWire(BadRequest),
    onWire(InvalidSession),
    withoutCode(TokenInvalid),
    withoutCode(AppNotFound),
    onWire(InternalServerError)
  ]
})
