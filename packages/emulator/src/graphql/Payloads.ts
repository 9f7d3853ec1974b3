/** What the mutations of many documents answer. */
import * as Graphql from "graphql"
import * as Scalars from "./Scalars.ts"

const count = { type: new Graphql.GraphQLNonNull(Graphql.GraphQLInt) }

export const InsertManyPayload = new Graphql.GraphQLObjectType({
  name: "InsertManyPayload",
  fields: { insertedIds: { type: new Graphql.GraphQLNonNull(new Graphql.GraphQLList(Scalars.objectId.type)) } }
})

export const UpdateManyPayload = new Graphql.GraphQLObjectType({
  name: "UpdateManyPayload",
  fields: { matchedCount: count, modifiedCount: count }
})

export const DeleteManyPayload = new Graphql.GraphQLObjectType({
  name: "DeleteManyPayload",
  fields: { deletedCount: count }
})
