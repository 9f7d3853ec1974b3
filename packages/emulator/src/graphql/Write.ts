/** Writes documents that their collection's schema allows. */
import type { Stored } from "../Collections.ts"
import * as DocumentCheck from "./DocumentCheck.ts"
import type { Documents } from "./Documents.ts"
import { isNull, type JsonObject, valueAt } from "./JsonValue.ts"
import * as Refusal from "./Refusal.ts"
import * as Scalars from "./Scalars.ts"
import type { DocumentShape } from "./Shape.ts"

const idScalarOf = (shape: DocumentShape): Scalars.Scalar | undefined => {
  const type = shape.fields.find(({ key }) => key === "_id")?.type
  return type?._tag === "scalar" ? type.scalar : type === undefined ? Scalars.objectId : undefined
}

/** MongoDB gives a document an id, unless the schema asks for another kind of id than it gives. */
const withId = (shape: DocumentShape, document: JsonObject, documents: Documents): JsonObject => {
  if (!isNull(valueAt(document, "_id"))) return document
  if (idScalarOf(shape) === Scalars.objectId) return { ...document, _id: documents.newId() }
  throw Refusal.make(
    "insert",
    "SchemaValidationFailedWrite",
    "could not validate document: \n\t(root): _id is required"
  )
}

/** An id that is taken is a refusal. */
export const insert = (shape: DocumentShape, input: JsonObject, documents: Documents): Stored => {
  const document = withId(shape, input, documents)
  const scalar = idScalarOf(shape)
  const id = valueAt(document, "_id") ?? null
  if (scalar !== undefined && documents.find(shape.collection, "_id", scalar, id) !== undefined) {
    throw Refusal.make(
      "insert",
      "MongoDBError",
      `(DuplicateKey) E11000 duplicate key error collection: ${shape.collection} index: _id_ dup key: { _id: ${
        JSON.stringify(id)
      } }`
    )
  }
  return documents.insert(shape.collection, DocumentCheck.writable("insert", shape, document))
}

/** The document keeps its id. */
export const replace = (
  type: "update" | "replace",
  shape: DocumentShape,
  stored: Stored,
  document: JsonObject,
  documents: Documents
): Stored => {
  if (JSON.stringify(valueAt(document, "_id")) !== JSON.stringify(valueAt(stored.document, "_id"))) {
    throw Refusal.make(
      "update",
      "MongoDBError",
      "(ImmutableField) Performing an update on the path '_id' would modify the immutable field '_id'"
    )
  }
  return documents.replace(type, shape.collection, stored, DocumentCheck.writable("update", shape, document))
}
