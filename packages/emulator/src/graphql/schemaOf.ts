/** The GraphQL schema of an app: a type for each collection, generated from the collection's JSON schema. */
import * as Graphql from "graphql"
import type { Collection, JsonSchema } from "../Collections.ts"

/** A collection with a way to read its documents. */
export interface Readable extends Collection {
  readonly documents: () => Promise<ReadonlyArray<unknown>>
}

const ObjectId = new Graphql.GraphQLScalarType({ name: "ObjectId" })
const Long = new Graphql.GraphQLScalarType({ name: "Long" })
const DateTime = new Graphql.GraphQLScalarType({ name: "DateTime" })

const scalars: Readonly<Record<string, Graphql.GraphQLScalarType>> = {
  objectId: ObjectId,
  string: Graphql.GraphQLString,
  int: Graphql.GraphQLInt,
  long: Long,
  double: Graphql.GraphQLFloat,
  decimal: Graphql.GraphQLFloat,
  bool: Graphql.GraphQLBoolean,
  date: DateTime,
  timestamp: DateTime
}

const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

const typeOf = (name: string, schema: JsonSchema): Graphql.GraphQLOutputType => {
  if (schema.bsonType === "array") return new Graphql.GraphQLList(typeOf(name, schema.items ?? {}))
  if (schema.bsonType === "object") return objectOf(name, schema)
  return scalars[schema.bsonType ?? "string"] ?? Graphql.GraphQLString
}

const objectOf = (name: string, schema: JsonSchema) =>
  new Graphql.GraphQLObjectType({
    name,
    fields: Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([field, fieldSchema]) => {
        const type = typeOf(`${name}${capitalised(field)}`, fieldSchema)
        return [field, { type: schema.required?.includes(field) === true ? new Graphql.GraphQLNonNull(type) : type }]
      })
    )
  })

const fieldsOf = (readable: Readable): Graphql.GraphQLFieldConfigMap<unknown, unknown> => {
  const title = readable.jsonSchema.title ?? capitalised(readable.collection)
  const type = objectOf(title, readable.jsonSchema)
  return {
    [title.charAt(0).toLowerCase() + title.slice(1)]: { type, resolve: async () => (await readable.documents())[0] },
    [readable.collection]: {
      type: new Graphql.GraphQLNonNull(new Graphql.GraphQLList(type)),
      args: { limit: { type: Graphql.GraphQLInt, defaultValue: 100 } },
      resolve: async (_source, { limit }: { readonly limit?: number }) => (await readable.documents()).slice(0, limit)
    }
  }
}

/** One field for the first document and one for the list of each collection. */
export const schemaOf = (collections: ReadonlyArray<Readable>): Graphql.GraphQLSchema =>
  new Graphql.GraphQLSchema({
    query: new Graphql.GraphQLObjectType({
      name: "Query",
      fields: Object.fromEntries(collections.flatMap((readable) => Object.entries(fieldsOf(readable))))
    })
  })
