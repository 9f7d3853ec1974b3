/** Compares documents with their collection's JSON schema, as the service does when it reads and when it writes. */
import { isList, isNull, isObject, type Json, type JsonObject, valueAt } from "./JsonValue.ts"
import * as Refusal from "./Refusal.ts"
import type { DocumentShape, FieldType, Shape } from "./Shape.ts"

const bsonTypeOf = (type: FieldType): string => {
  switch (type._tag) {
    case "scalar":
      return type.scalar.bsonType
    case "relation":
      return type.key.bsonType
    case "list":
      return "array"
    case "embedded":
      return "object"
  }
}

/** All the names that the value's type has. */
const namesOf = (value: Json): string => {
  if (value === null) return "null mixed"
  if (isList(value)) return "array mixed"
  if (typeof value === "boolean") return "bool boolean mixed"
  if (typeof value !== "number") return `${typeof value} mixed`
  return Number.isInteger(value) ? "int long number mixed" : "double number float mixed"
}

const complaintsOfValue = (type: FieldType, path: string, value: Json): ReadonlyArray<string> => {
  if (type._tag === "embedded" && isObject(value)) return complaintsOf(type.shape, path, value)
  if (type._tag === "list" && isList(value)) {
    return value.flatMap((item, index) => isNull(item) ? [] : complaintsOfValue(type.items, `${path}.${index}`, item))
  }
  const isValid = (type._tag === "scalar" && type.scalar.isValid(value)) ||
    (type._tag === "relation" && type.key.isValid(value))
  return isValid ? [] : [`${path}: Invalid type. Expected: ${bsonTypeOf(type)}, given: [${namesOf(value)}]`]
}

/** A field that is not required may be null. */
const complaintsOf = (shape: Shape, path: string, document: JsonObject): ReadonlyArray<string> =>
  shape.fields.flatMap(({ isRequired, key, type }) => {
    const value = valueAt(document, key)
    if (value === undefined) return isRequired ? [`${path === "" ? "(root)" : path}: ${key} is required`] : []
    if (value === null && !isRequired) return []
    return complaintsOfValue(type, path === "" ? key : `${path}.${key}`, value)
  })

/** Undefined when the document is as its schema says. */
const complaint = (shape: DocumentShape, document: JsonObject): string | undefined => {
  const complaints = complaintsOf(shape, "", document)
  return complaints.length === 0
    ? undefined
    : `could not validate document: ${complaints.map((line) => `\n\t${line}`).join("")}`
}

/** The document, if it may be shown. */
export const readable = (shape: DocumentShape, document: JsonObject): JsonObject => {
  const reason = complaint(shape, document)
  if (reason !== undefined) throw Refusal.make("read", "SchemaValidationFailedRead", reason)
  return document
}

/** The document, if it may be stored. */
export const writable = (
  operation: "insert" | "update",
  shape: DocumentShape,
  document: JsonObject
): JsonObject => {
  const reason = complaint(shape, document)
  if (reason !== undefined) throw Refusal.make(operation, "SchemaValidationFailedWrite", reason)
  return document
}
