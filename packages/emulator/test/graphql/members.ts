/** The generated schema of the library, and what stands in it. */
import * as GraphqlSchema from "@atlas-bearer/emulator/graphql/GraphqlSchema"
import { assert } from "@effect/vitest"
import * as Graphql from "graphql"
import { books, people, taxa } from "./library.ts"

export const schema = GraphqlSchema.make([books, people, taxa])

/** What stands between the braces of a type, in the order of the alphabet. */
const members = (type: string): ReadonlyArray<string> => {
  const named = schema.getType(type)
  assert.isDefined(named, `there is no type ${type}`)
  if (named === undefined) return []
  return Graphql.printType(named).split("\n").slice(1, -1).map((line) => line.trim()).toSorted()
}

/** The type has these members and no others. */
export const has = (type: string, ...expected: ReadonlyArray<string>) =>
  assert.deepStrictEqual(members(type), expected.toSorted())

/** All conditions on a field with an order. */
export const ordered = (field: string, type: string) => [
  `${field}: ${type}`,
  `${field}_exists: Boolean`,
  ...["ne", "gt", "gte", "lt", "lte"].map((operator) => `${field}_${operator}: ${type}`),
  `${field}_in: [${type}]`,
  `${field}_nin: [${type}]`
]

/** All conditions on a list. */
export const listed = (field: string, type: string) => [
  `${field}: [${type}]`,
  `${field}_exists: Boolean`,
  `${field}_in: [${type}]`,
  `${field}_nin: [${type}]`
]

export const logical = (type: string) => [`AND: [${type}!]`, `OR: [${type}!]`]
