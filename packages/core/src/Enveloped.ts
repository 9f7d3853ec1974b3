/**
 * Replies of the Cloud Manager API to a request with `envelope=true`, for clients that cannot see the status of a reply:
 * `{ "status": 200, "content": ... }`.
 */
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"

/** Takes the content plain or enveloped; sends it plain. */
export const enveloped = <A, I>(content: Schema.Codec<A, I>) =>
  Schema.Union([
    content,
    Schema.Struct({ status: Schema.Int, content }).pipe(
      Schema.decodeTo(
        Schema.toType(content),
        SchemaTransformation.transform({
          decode: (envelope) => envelope.content,
          encode: (value) => ({ status: 200, content: value })
        })
      )
    )
  ])
