/** Makes documents of `XInsertInput`s, and changes documents by `XUpdateInput`s. */
import type { Documents } from "./Documents.ts"
import { isList, isNull, isObject, type Json, type JsonObject, valueAt } from "./JsonValue.ts"
import * as Refusal from "./Refusal.ts"
import { type FieldType, innermost, type Shape } from "./Shape.ts"
import { type Change, updatesOf } from "./UpdateInput.ts"
import * as Write from "./Write.ts"

/** The keys to store for a relation: those of new documents, or else of the linked ones. */
const keysOf = (type: FieldType, input: JsonObject, documents: Documents): Json => {
  const relation = innermost(type)
  if (relation._tag !== "relation") return null
  const create = valueAt(input, "create")
  if (isNull(create)) return valueAt(input, "link") ?? (type._tag === "list" ? [] : null)
  const keyOf = (data: Json): Json => {
    const { document } = Write.insert(relation.to(), documentOf(relation.to(), data, documents), documents)
    return valueAt(document, relation.foreignKey) ?? null
  }
  return isList(create) ? create.filter((data) => data !== null).map(keyOf) : keyOf(create)
}

const valueOf = (type: FieldType, input: Json, documents: Documents): Json => {
  if (input === null) return null
  if (innermost(type)._tag === "relation" && isObject(input)) return keysOf(type, input, documents)
  if (type._tag === "list" && isList(input)) return input.map((item) => valueOf(type.items, item, documents))
  return type._tag === "embedded" ? documentOf(type.shape, input, documents) : input
}

/** The document that an input describes, in the order of its schema. */
export const documentOf = (shape: Shape, input: Json, documents: Documents): JsonObject => {
  if (!isObject(input)) return {}
  return Object.fromEntries(shape.fields.flatMap(({ key, name, type }) => {
    const value = valueAt(input, name)
    return value === undefined ? [] : [[key, valueOf(type, value, documents)]]
  }))
}

type Edit = (document: JsonObject) => JsonObject

const set = (key: string, value: Json): Edit => (document) => ({ ...document, [key]: value })

const unset = (key: string): Edit => (document) =>
  Object.fromEntries(Object.entries(document).filter(([other]) => other !== key))

const increase = (key: string, by: number): Edit => (document) => {
  const value = valueAt(document, key) ?? (Object.hasOwn(document, key) ? null : 0)
  if (typeof value === "number") return { ...document, [key]: value + by }
  throw Refusal.make(
    "update",
    "MongoDBError",
    `(TypeMismatch) Cannot apply $inc to a value of non-numeric type: ${key}`
  )
}

/** A part of an embedded document is changed where it stands. */
const within = (key: string, edit: Edit): Edit => (document) => {
  const value = valueAt(document, key)
  return { ...document, [key]: edit(isObject(value) ? value : {}) }
}

const editOf = (key: string, type: FieldType, change: Change, input: Json, documents: Documents): Edit | undefined => {
  if (change === "unset") return input === true ? unset(key) : undefined
  if (change === "inc") return typeof input === "number" ? increase(key, input) : undefined
  if (type._tag === "embedded" && isObject(input)) return within(key, editing(type.shape, input, documents))
  return set(key, valueOf(type, input, documents))
}

/** What an input changes in any document. Related documents are made once, now. */
export const editing = (shape: Shape, input: Json, documents: Documents): Edit => {
  const edits = new Map<string, Edit>()
  const updates = updatesOf(shape)
  for (const [name, value] of Object.entries(isObject(input) ? input : {})) {
    const update = updates.get(name)
    const edit = update && editOf(update.field.key, update.field.type, update.change, value, documents)
    if (update === undefined || edit === undefined) continue
    const { key } = update.field
    if (edits.has(key)) {
      throw Refusal.make(
        "update",
        "MongoDBError",
        `(ConflictingUpdateOperators) Updating the path '${key}' would create a conflict at '${key}'`
      )
    }
    edits.set(key, edit)
  }
  return (document) => [...edits.values()].reduce((edited, edit) => edit(edited), document)
}
