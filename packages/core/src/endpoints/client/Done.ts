/**
 * Success that is told by the status alone. Which 2xx the hosted service sends, and with which content, is not documented
 * for these operations: its clients take any.
 */
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"

const Ignored = Schema.Json.pipe(
  Schema.decodeTo(
    Schema.Void,
    SchemaTransformation.transform({ decode: (): void => undefined, encode: (): Schema.Json => null })
  )
)

const withContent = [200, 201, 202].map((status) => Ignored.pipe(HttpApiSchema.status(status)))

/** A server of ours answers 204. */
export const done = [
  HttpApiSchema.NoContent,
  HttpApiSchema.Empty(200),
  HttpApiSchema.Created,
  HttpApiSchema.Accepted,
  ...withContent
]

/** A server of ours answers 201. */
export const created = [HttpApiSchema.Created, ...done]
