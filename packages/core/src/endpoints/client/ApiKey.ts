/** A user API key, without the key itself. */
import * as Schema from "effect/Schema"

/** `name` is unique among the user's keys. A disabled key does not log in. */
export const ApiKey = Schema.Struct({
  id: Schema.NonEmptyString,
  name: Schema.String,
  disabled: Schema.Boolean
}).pipe(Schema.encodeKeys({ id: "_id" }))
