/** `XInsertInput`: a document to insert, and `XFieldRelationInput`: what it shall relate to. */
import * as Graphql from "graphql"
import * as Names from "./Names.ts"
import { onePer } from "./onePer.ts"
import { type Field, type FieldType, innermost, type Shape } from "./Shape.ts"

type InputFields = Readonly<Record<string, { readonly type: Graphql.GraphQLInputType }>>

/** Documents to relate to, by their keys or made with the request. Inserts and updates of a field share the type. */
const relationInput = onePer((shape: Shape) =>
  onePer(({ name, type }: Field) => {
    const relation = innermost(type)
    const several = <A extends Graphql.GraphQLInputType>(input: A) =>
      type._tag === "list" ? new Graphql.GraphQLList(input) : input
    return new Graphql.GraphQLInputObjectType({
      name: `${shape.typeName}${Names.upperFirst(name)}RelationInput`,
      fields: (): InputFields =>
        relation._tag === "relation"
          ? { create: { type: several(insertInput(relation.to())) }, link: { type: several(relation.key.type) } }
          : {}
    })
  })
)

const plainInput = (
  type: FieldType,
  embedded: (shape: Shape) => Graphql.GraphQLInputObjectType
): Graphql.GraphQLInputType => {
  switch (type._tag) {
    case "scalar":
      return type.scalar.type
    case "embedded":
      return embedded(type.shape)
    case "list":
      return new Graphql.GraphQLList(plainInput(type.items, embedded))
    case "relation":
      return type.key.type
  }
}

/** The new value of a field. `embedded` makes the input of a document within the document. */
export const valueInput = (
  shape: Shape,
  field: Field,
  embedded: (shape: Shape) => Graphql.GraphQLInputObjectType
): Graphql.GraphQLInputType =>
  innermost(field.type)._tag === "relation" ? relationInput(shape)(field) : plainInput(field.type, embedded)

export const insertInput = onePer((shape: Shape): Graphql.GraphQLInputObjectType =>
  new Graphql.GraphQLInputObjectType({
    name: `${shape.typeName}InsertInput`,
    fields: (): InputFields =>
      Object.fromEntries(shape.fields.map((field) => {
        const type = valueInput(shape, field, insertInput)
        return [field.name, { type: field.isRequired ? new Graphql.GraphQLNonNull(type) : type }]
      }))
  })
)
