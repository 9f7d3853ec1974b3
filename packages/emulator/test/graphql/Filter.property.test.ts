import type { Documents } from "@atlas-bearer/emulator/graphql/Documents"
import * as Filter from "@atlas-bearer/emulator/graphql/Filter"
import { isObject, type Json, type JsonObject } from "@atlas-bearer/emulator/graphql/JsonValue"
import { shapesOf } from "@atlas-bearer/emulator/graphql/Shape"
import { assert, it } from "@effect/vitest"
import { Schema } from "effect"
import { books } from "./library.ts"

const [shape] = shapesOf([{ ...books, relationships: {} }])

const unrelated = () => assert.fail("no relationship is asked for")
const documents: Documents = {
  all: unrelated,
  find: unrelated,
  insert: unrelated,
  linked: unrelated,
  changes: [],
  newId: unrelated,
  remove: unrelated,
  replace: unrelated
}

const Pages = Schema.Literals([1, 2, 3])
const Color = Schema.Literals(["blue", "red"])
const Tag = Schema.Literals(["a", "b", "c"])
const Price = Schema.Literals([0.5, 1.5])
const printed = ["2020-01-01T00:00:00Z", "2020-01-01T00:00:00.500Z", "2020-01-01T02:00:00+02:00"] as const
const Printed = Schema.Literals(printed)
const Cover = Schema.Struct({
  color: Schema.optionalKey(Schema.NullOr(Color)),
  gilded: Schema.optionalKey(Schema.NullOr(Schema.Boolean))
})

const field = <S extends Schema.Top>(value: S) => Schema.optionalKey(Schema.NullOr(value))

const Book = Schema.Struct({
  pages: field(Pages),
  price: field(Price),
  lent: field(Schema.Boolean),
  printed: field(Printed),
  tags: field(Schema.Array(Schema.NullOr(Tag)).check(Schema.isMaxLength(3))),
  cover: field(Cover)
})

const conditions = <Name extends string, S extends Schema.Top>(name: Name, value: S) => {
  const nullable = Schema.NullOr(value)
  const many = Schema.Array(nullable).check(Schema.isMaxLength(3))
  return [
    ...["", "_ne", "_gt", "_gte", "_lt", "_lte"].map((suffix) => Schema.Struct({ [`${name}${suffix}`]: nullable })),
    ...["_in", "_nin"].map((suffix) => Schema.Struct({ [`${name}${suffix}`]: many })),
    Schema.Struct({ [`${name}_exists`]: Schema.Boolean })
  ]
}

const Tags = Schema.Array(Schema.NullOr(Tag)).check(Schema.isMaxLength(3))
const Condition = Schema.Union([
  ...conditions("pages", Pages),
  ...conditions("price", Price),
  ...conditions("printed", Printed),
  Schema.Struct({ lent: Schema.NullOr(Schema.Boolean) }),
  Schema.Struct({ lent_ne: Schema.NullOr(Schema.Boolean) }),
  Schema.Struct({ tags: Schema.NullOr(Tags) }),
  Schema.Struct({ tags_in: Tags }),
  Schema.Struct({ tags_nin: Tags }),
  Schema.Struct({ cover: Schema.NullOr(Schema.Union([...conditions("color", Color), ...conditions("color", Color)])) }),
  Schema.Struct({ cover_exists: Schema.Boolean })
])
const Conditions = Schema.NonEmptyArray(Condition)
const Query = Schema.Union([
  Condition,
  Schema.Struct({ AND: Conditions }),
  Schema.Struct({ OR: Conditions }),
  Schema.Struct({ OR: Schema.Tuple([Condition, Schema.Struct({ AND: Conditions })]), pages_exists: Schema.Boolean })
])

/** Dates by their instants, all else by what it looks like. */
const plain = (value: Json | undefined): Json =>
  printed.some((date) => date === value) ? Date.parse(String(value)) : value ?? null

const same = (one: Json | undefined, other: Json) => JSON.stringify(plain(one)) === JSON.stringify(plain(other))

/** MongoDB's operators, each in one line. */
const holds = (query: JsonObject, document: JsonObject): boolean =>
  Object.entries(query).every(([name, operand]) => {
    const queries = Array.isArray(operand) ? operand : []
    if (name === "AND") return queries.every((part) => holds(part, document))
    if (name === "OR") return queries.some((part) => holds(part, document))
    const [key = "", operator] = name.split("_")
    const value = document[key]
    const [left, right] = [plain(value), plain(operand)]
    const compares = left !== null && right !== null
    const isIn = queries.some((one) =>
      same(value, one) || (Array.isArray(value) && value.some((item) => same(item, one)))
    )
    if (operator === "exists") return operand === ((value ?? null) !== null)
    if (operator === "ne") return !same(value, operand)
    if (operator === "in") return isIn
    if (operator === "nin") return !isIn
    if (operator === "gt") return compares && left > right
    if (operator === "lt") return compares && left < right
    if (operator === "gte") return same(value, operand) || (compares && left > right)
    if (operator === "lte") return same(value, operand) || (compares && left < right)
    return isObject(operand) ? holds(operand, isObject(value) ? value : {}) : same(value, operand)
  })

it.prop(
  "a document meets a query exactly if it meets each of MongoDB's conditions",
  [Query, Book],
  ([query, book]) => {
    if (shape === undefined) return assert.fail("the books have no shape")
    const asked = isObject(query) ? query : {}
    assert.strictEqual(Filter.matching(shape, asked, documents)(book), holds(asked, book))
  },
  { arbitrary: { runs: 5_000 } }
)
