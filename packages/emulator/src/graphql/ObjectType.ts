/** `X`: a document as it is read, with what it relates to. */
import * as Graphql from "graphql"
import * as DocumentCheck from "./DocumentCheck.ts"
import type { Documents } from "./Documents.ts"
import { type Json, type JsonObject, valueAt } from "./JsonValue.ts"
import { onePer } from "./onePer.ts"
import type { FieldType, Shape } from "./Shape.ts"

const outputType = (type: FieldType): Graphql.GraphQLOutputType => {
  switch (type._tag) {
    case "scalar":
      return type.scalar.type
    case "embedded":
      return objectType(type.shape)
    case "list":
      return new Graphql.GraphQLList(outputType(type.items))
    case "relation":
      return objectType(type.to())
  }
}

/** A link to a document that is gone leads to nothing, and is left out of a list. */
const resolve = (type: FieldType, value: Json | undefined, documents: Documents): unknown => {
  if (value === undefined || value === null) return null
  if (type._tag === "relation") {
    const found = documents.linked(type, value)
    return found === undefined ? null : DocumentCheck.readable(type.to(), found.document)
  }
  if (type._tag === "list" && Array.isArray(value)) {
    const items = value.map((item) => resolve(type.items, item, documents))
    return type.items._tag === "relation" ? items.filter((item) => item !== null) : items
  }
  return value
}

export const objectType = onePer((shape: Shape): Graphql.GraphQLObjectType<JsonObject, Documents> =>
  new Graphql.GraphQLObjectType({
    name: shape.typeName,
    fields: () =>
      Object.fromEntries(shape.fields.map(({ isRequired, key, name, type }) => [name, {
        type: isRequired ? new Graphql.GraphQLNonNull(outputType(type)) : outputType(type),
        resolve: (source, _, documents) => resolve(type, valueAt(source, key), documents)
      }]))
  })
)
