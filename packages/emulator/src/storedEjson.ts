/** Stored documents in EJSON, and EJSON as it is stored: what stored JSON stands for is in the collection's schema. */
import * as Ejson from "@atlas-bearer/core/Ejson"
import * as Predicate from "effect/Predicate"
import type * as Schema from "effect/Schema"
import type { JsonSchema } from "./Collections.ts"
import { isList, isNull, isObject, type Json, type JsonObject, valueAt } from "./graphql/JsonValue.ts"
import * as ObjectId from "./ObjectId.ts"

const scalar = (bsonType: string | undefined, value: Json): Json => {
  switch (bsonType) {
    case "objectId":
      return { $oid: String(value) }
    case "int":
      return { $numberInt: String(value) }
    case "long":
      return { $numberLong: String(value) }
    case "double":
      return { $numberDouble: String(value) }
    case "decimal":
      return { $numberDecimal: String(value) }
    case "date":
      return { $date: { $numberLong: String(Date.parse(String(value))) } }
    case "timestamp":
      return { $timestamp: { t: Math.floor(Date.parse(String(value)) / 1000), i: 0 } }
    default:
      return Ejson.encode(value)
  }
}

/** Canonical EJSON. Without a schema, as JSON alone tells it. */
export const encode = (schema: JsonSchema | undefined, value: Json): Json => {
  if (isNull(value)) return null
  if (isList(value)) return value.map((item) => encode(schema?.items, item))
  return isObject(value) ? encodeObject(schema, value) : scalar(schema?.bsonType, value)
}

const encodeObject = ({ properties = {} }: JsonSchema = {}, object: JsonObject): Schema.JsonObject =>
  Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      key,
      encode(Object.hasOwn(properties, key) ? properties[key] : undefined, value)
    ])
  )

/** A document's id is MongoDB's, unless the schema says otherwise. */
export const encodeDocument = (schema: JsonSchema, document: JsonObject): Schema.JsonObject => {
  const encoded = encodeObject(schema, document)
  const id = valueAt(document, "_id")
  const isGiven = schema.properties?.["_id"] === undefined && ObjectId.is(id)
  return isGiven ? { ...encoded, _id: scalar("objectId", id ?? null) } : encoded
}

const instant = (time: Date): string | undefined => Number.isNaN(time.getTime()) ? undefined : time.toISOString()

/** How the value that an object of this one key stands for is stored, or `undefined`. */
const special = (key: string, value: Json): string | number | undefined => {
  switch (key) {
    case "$oid":
      return ObjectId.is(value) ? value : undefined
    case "$numberDecimal":
      return finite(Number(value))
    case "$timestamp":
      return isObject(value) ? instant(new Date(Number(valueAt(value, "t")) * 1000)) : undefined
    default: {
      const decoded = Ejson.decode({ [key]: value })
      if (Predicate.isDate(decoded)) return instant(decoded)
      return typeof decoded === "bigint" ? String(decoded) : finite(decoded)
    }
  }
}

const finite = (value: unknown) => typeof value === "number" && Number.isFinite(value) ? value : undefined

/** Takes canonical and relaxed EJSON, as `mongoexport` writes it. What GraphQL has no scalar for stays as it is written. */
export const decodeDocument = (document: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(document).map(([key, value]) => [key, decode(value)]))

const decode = (value: Json): Json => {
  if (isList(value)) return value.map(decode)
  if (!isObject(value)) return value
  const [only, ...others] = Object.entries(value)
  const found = only === undefined || others.length > 0 ? undefined : special(...only)
  return found ?? decodeDocument(value)
}
