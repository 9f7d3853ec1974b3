/** Values of stored documents and of GraphQL inputs: both are JSON. */
import type * as Schema from "effect/Schema"

export type Json = Schema.Json
export type JsonObject = typeof Schema.JsonObject.Type

export const isNull = (value: Json | undefined): value is null | undefined => value === undefined || value === null

export const isList = (value: Json | undefined): value is ReadonlyArray<Json> => Array.isArray(value)

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** A field may be called `constructor`. */
export const valueAt = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined
