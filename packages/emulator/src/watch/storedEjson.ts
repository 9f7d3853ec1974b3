/** Stored documents in canonical EJSON: what their JSON stands for is in the collection's schema. */
import * as Ejson from "@atlas-bearer/core/Ejson"
import type * as Schema from "effect/Schema"
import type { JsonSchema } from "../Collections.ts"
import { isList, isNull, isObject, type Json, type JsonObject, valueAt } from "../graphql/JsonValue.ts"
import * as ObjectId from "../ObjectId.ts"

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

/** Without a schema, as JSON alone tells it. */
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
