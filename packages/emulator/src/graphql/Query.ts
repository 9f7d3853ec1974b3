/** `Query`: for each collection, one document and many. */
import * as Graphql from "graphql"
import type { Stored } from "../Collections.ts"
import * as DocumentCheck from "./DocumentCheck.ts"
import type { Documents } from "./Documents.ts"
import * as Filter from "./Filter.ts"
import type { JsonObject } from "./JsonValue.ts"
import * as Names from "./Names.ts"
import { objectType } from "./ObjectType.ts"
import { queryInput } from "./QueryInput.ts"
import type { DocumentShape } from "./Shape.ts"
import { type SortBy, sortByInput, sorted } from "./SortByInput.ts"

export interface QueryArgs {
  readonly query?: JsonObject | null
}

interface ListArgs extends QueryArgs {
  readonly limit?: number | null
  readonly sortBy?: SortBy | null
}

/** The documents that meet the conditions, or all of them. */
export const found = (
  shape: DocumentShape,
  { query }: QueryArgs,
  documents: Documents
): ReadonlyArray<Stored> => {
  const matches = Filter.matching(shape, query ?? undefined, documents)
  return documents.all(shape.collection).filter(({ document }) => matches(document))
}

const defaultLimit = 100

/** As MongoDB's `limit`: 0 is none, and the sign does not matter. */
const limited = <A>(found: ReadonlyArray<A>, limit: number): ReadonlyArray<A> =>
  limit === 0 ? found : found.slice(0, Math.abs(limit))

const one = (shape: DocumentShape): Graphql.GraphQLFieldConfig<unknown, Documents, QueryArgs> => ({
  type: objectType(shape),
  args: { query: { type: queryInput(shape) } },
  resolve: (_, args, documents) => {
    const [first] = found(shape, args, documents)
    return first && DocumentCheck.readable(shape, first.document)
  }
})

const many = (shape: DocumentShape): Graphql.GraphQLFieldConfig<unknown, Documents, ListArgs> => {
  const sortBy = sortByInput(shape)
  return {
    type: new Graphql.GraphQLNonNull(new Graphql.GraphQLList(objectType(shape))),
    args: {
      query: { type: queryInput(shape) },
      limit: { type: Graphql.GraphQLInt, defaultValue: defaultLimit },
      ...(sortBy === undefined ? {} : { sortBy: { type: sortBy } })
    },
    resolve: (_, args, documents) =>
      limited(sorted(found(shape, args, documents), args.sortBy), args.limit ?? defaultLimit)
        .map(({ document }) => DocumentCheck.readable(shape, document))
  }
}

export const fieldsOf = (
  shape: DocumentShape
): ReadonlyArray<readonly [string, Graphql.GraphQLFieldConfig<unknown, Documents>]> => {
  const name = Names.lowerFirst(shape.typeName)
  return [[name, one(shape)], [Names.lowerFirst(Names.plural(shape.typeName)), many(shape)]]
}
