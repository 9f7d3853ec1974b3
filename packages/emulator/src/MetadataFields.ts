/** What a custom token tells of its user, by the fields that the app's provider names. */
import { AuthError } from "@atlas-bearer/core/ClientError"
import type { MetadataField } from "@atlas-bearer/core/endpoints/admin/AuthProvider"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"

type Json = typeof Schema.Json.Type
type JsonObject = typeof Schema.JsonObject.Type

/** `a.b` is the member `b` of the member `a`, and `a\.b` is one name. */
const segmentsOf = (path: string) =>
  (path.match(/(?:\\.|[^.\\])+/g) ?? []).map((segment) => segment.replaceAll("\\.", "."))

const isObject = (value: Json | undefined): value is JsonObject => Predicate.isObject(value) && !Array.isArray(value)

const valueAt = (claims: JsonObject, segments: ReadonlyArray<string>) =>
  segments.reduce<Json | undefined>(
    (value, name) => isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined,
    claims
  )

/** The user's data, or which required field the token lacks. */
export const read = (
  fields: ReadonlyArray<typeof MetadataField.Type>,
  claims: JsonObject
): Result.Result<JsonObject, AuthError> => {
  const found = fields.map(({ fieldName, name, required = false }) => {
    const segments = segmentsOf(name)
    return { name, required, key: fieldName ?? segments.at(-1) ?? name, value: valueAt(claims, segments) }
  })
  const missing = found.find(({ required, value }) => required && value === undefined)
  return missing === undefined
    ? Result.succeed(Object.fromEntries(found.flatMap(({ key, value }) => value === undefined ? [] : [[key, value]])))
    : Result.fail(new AuthError({ description: `token lacks the required field '${missing.name}'` }))
}
