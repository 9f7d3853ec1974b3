/** `XSortByInput`: the fields that documents can be put in order by, each in two directions. */
import * as Graphql from "graphql"
import type { Stored } from "../Collections.ts"
import { isNull, type Json, valueAt } from "./JsonValue.ts"
import { onePer } from "./onePer.ts"
import type { Scalar } from "./Scalars.ts"
import type { DocumentShape } from "./Shape.ts"

/** A value of the enumeration. */
export interface SortBy {
  readonly key: string
  readonly scalar: Scalar
  readonly direction: 1 | -1
}

/** Undefined when the collection has no field to sort by. */
export const sortByInput = onePer((shape: DocumentShape): Graphql.GraphQLEnumType | undefined => {
  const values = new Map<string, { readonly value: SortBy }>()
  for (const { key, name, type } of shape.fields) {
    const scalar = type._tag === "scalar" ? type.scalar : type._tag === "relation" ? type.key : undefined
    if (scalar === undefined || scalar.bsonType === "bool") continue
    for (const [suffix, direction] of [["ASC", 1], ["DESC", -1]] as const) {
      const value = `${name.toUpperCase()}_${suffix}`
      // Of `title` and `TITLE`, the first has it.
      if (!values.has(value)) values.set(value, { value: { key, scalar, direction } })
    }
  }
  if (values.size === 0) return undefined
  return new Graphql.GraphQLEnumType({ name: `${shape.typeName}SortByInput`, values: Object.fromEntries(values) })
})

const compare = (scalar: Scalar, left: Json | undefined, right: Json | undefined): number => {
  if (isNull(left) || isNull(right)) return Number(isNull(right)) - Number(isNull(left))
  if (typeof left === "object" || typeof right === "object") return 0
  const [a, b] = [scalar.comparable(left), scalar.comparable(right)]
  return a < b ? -1 : a > b ? 1 : 0
}

/** Null and missing come before all else, and equals stay in the order in which they were added. */
export const sorted = (documents: ReadonlyArray<Stored>, sortBy: SortBy | null | undefined): ReadonlyArray<Stored> =>
  isNullish(sortBy)
    ? documents
    : documents.toSorted((left, right) =>
      sortBy.direction * compare(sortBy.scalar, valueAt(left.document, sortBy.key), valueAt(right.document, sortBy.key))
    )

const isNullish = (value: unknown): value is null | undefined => value === null || value === undefined
