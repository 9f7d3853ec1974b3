/** What a custom token tells of its user, by the fields that the app's provider names. */
import { AuthError } from "@atlas-bearer/core/ClientError"
import type { MetadataField } from "@atlas-bearer/core/endpoints/admin/AuthProvider"
import * as Result from "effect/Result"
import { isObject, type Json, type JsonObject, valueAt as memberAt } from "./graphql/JsonValue.ts"

/** Characters. */
const longest = 4_096

/** `a.b` is the member `b` of the member `a`, and `a\.b` is one name. */
const segmentsOf = (path: string) =>
  (path.match(/(?:\\.|[^.\\])+/g) ?? []).map((segment) => segment.replaceAll("\\.", "."))

const valueAt = (claims: JsonObject, segments: ReadonlyArray<string>) =>
  segments.reduce<Json | undefined>(
    (value, name) => isObject(value) ? memberAt(value, name) : undefined,
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
  const long = found.find(({ value }) => typeof value === "string" && value.length > longest)
  if (long !== undefined) {
    return Result.fail(new AuthError({ description: `the field '${long.name}' has more than ${longest} characters` }))
  }
  const missing = found.find(({ required, value }) => required && value === undefined)
  return missing === undefined
    ? Result.succeed(Object.fromEntries(found.flatMap(({ key, value }) => value === undefined ? [] : [[key, value]])))
    : Result.fail(new AuthError({ description: `token lacks the required field '${missing.name}'` }))
}
