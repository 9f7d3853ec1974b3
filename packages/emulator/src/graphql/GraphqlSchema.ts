/** The GraphQL schema of an app, generated from the JSON schemas and relationships of its collections. */
import * as Graphql from "graphql"
import type { Collection } from "../Collections.ts"
import type { Switches } from "../Profile.ts"
import type { Documents } from "./Documents.ts"
import * as Mutation from "./Mutation.ts"
import * as Query from "./Query.ts"
import { shapesOf } from "./Shape.ts"

type Fields = ReadonlyArray<readonly [string, Graphql.GraphQLFieldConfig<unknown, Documents>]>

const typeOf = (name: string, fields: Fields) => {
  const names = new Set<string>()
  for (const [field] of fields) {
    if (names.has(field)) {
      throw new Graphql.GraphQLError(
        `two collections make the field "${field}" of ${name}: give the schema of one of them another title`
      )
    }
    names.add(field)
  }
  return new Graphql.GraphQLObjectType({ name, fields: Object.fromEntries(fields) })
}

/** Throws when the collections make no valid schema, for instance when two of them have one title. */
export const make = (
  collections: ReadonlyArray<Collection>,
  { insertMany }: Pick<Switches, "insertMany"> = { insertMany: "ids" }
): Graphql.GraphQLSchema => {
  const shapes = shapesOf(collections)
  if (shapes.length === 0) throw new Graphql.GraphQLError("no collection of the app has a schema with fields")
  const schema = new Graphql.GraphQLSchema({
    query: typeOf("Query", shapes.flatMap(Query.fieldsOf)),
    mutation: typeOf("Mutation", shapes.flatMap((shape) => Mutation.fieldsOf(shape, insertMany)))
  })
  Graphql.assertValidSchema(schema)
  return schema
}
