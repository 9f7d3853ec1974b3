/** The BSON types that GraphQL has a scalar for: how their values look in GraphQL, in stored JSON, and in comparisons. */
import * as Graphql from "graphql"
import * as ObjectId from "../ObjectId.ts"

/** What values compare by. Values of two types are never equal, and neither is the lesser. */
export type Comparable = string | number | bigint | boolean

export interface Scalar {
  readonly bsonType: string
  readonly type: Graphql.GraphQLScalarType
  /** Is this stored value one of the type? */
  readonly isValid: (value: unknown) => boolean
  readonly comparable: (value: string | number | boolean) => Comparable
  /** May `f_inc` add to it? */
  readonly isSummable: boolean
}

/** `parse` answers undefined to what is not of the type. */
const named = (name: string, parse: (value: unknown) => unknown, serialize: (value: unknown) => unknown = parse) => {
  const parsed = (value: unknown, shown: string, node?: Graphql.ValueNode) => {
    const result = parse(value)
    if (result !== undefined) return result
    throw new Graphql.GraphQLError(`${name} cannot represent value: ${shown}`, node ? { nodes: node } : {})
  }
  return new Graphql.GraphQLScalarType({
    name,
    serialize,
    parseValue: (value) => parsed(value, JSON.stringify(value)),
    parseLiteral: (node) => {
      // An integer's digits: not every long is a number of JavaScript.
      const isLong = name === "Long" && node.kind === Graphql.Kind.INT
      return parsed(isLong || node.kind === Graphql.Kind.STRING ? node.value : undefined, Graphql.print(node), node)
    }
  })
}

const isText = (value: unknown): value is string => typeof value === "string"

const ObjectIdType = named(
  "ObjectId",
  (value) => ObjectId.is(value) ? value.toLowerCase() : undefined,
  (value) => value
)

const toBigInt = (value: unknown): bigint | undefined =>
  Number.isSafeInteger(value) || (isText(value) && /^-?\d{1,19}$/.test(value)) ? BigInt(String(value)) : undefined

const isLong = (value: unknown) => {
  const integer = toBigInt(value)
  return integer !== undefined && BigInt.asIntN(64, integer) === integer
}

/** A number while JSON's readers agree on it (RFC 8259 section 6), beyond that its digits. */
const toLong = (value: unknown) =>
  !isLong(value) ? undefined : Number.isSafeInteger(Number(value)) ? Number(value) : String(toBigInt(value))

const Long = named("Long", toLong)

const rfc3339 = /^\d{4}-\d\d-\d\dt\d\d:\d\d:\d\d(\.\d+)?(z|[+-]\d\d:\d\d)$/i

const isDate = (value: unknown): value is string =>
  isText(value) && rfc3339.test(value) && !Number.isNaN(Date.parse(value))

const DateTime = named("DateTime", (value) => isDate(value) ? new Date(value).toISOString() : undefined)

const asItIs = (value: string | number | boolean) => value

const numeric = (bsonType: string, type: Graphql.GraphQLScalarType, isValid: Scalar["isValid"]): Scalar => ({
  bsonType,
  type,
  isValid,
  comparable: asItIs,
  isSummable: true
})

const scalar = (
  bsonType: string,
  type: Graphql.GraphQLScalarType,
  isValid: Scalar["isValid"],
  comparable: Scalar["comparable"] = asItIs
): Scalar => ({ bsonType, type, isValid, comparable, isSummable: false })

const isInt = (value: unknown) => typeof value === "number" && value === (value | 0)

/** The type of the ids that MongoDB gives. */
export const objectId = scalar(
  "objectId",
  ObjectIdType,
  ObjectId.is,
  (value) => isText(value) ? value.toLowerCase() : value
)

const scalars = [
  objectId,
  scalar("string", Graphql.GraphQLString, isText),
  scalar("bool", Graphql.GraphQLBoolean, (value) => typeof value === "boolean"),
  numeric("int", Graphql.GraphQLInt, isInt),
  scalar("long", Long, isLong, (value) => toBigInt(value) ?? value),
  numeric("double", Graphql.GraphQLFloat, Number.isFinite),
  numeric("decimal", Graphql.GraphQLFloat, Number.isFinite),
  scalar("date", DateTime, isDate, (value) => isDate(value) ? Date.parse(value) : value),
  scalar("timestamp", DateTime, isDate, (value) => isDate(value) ? Date.parse(value) : value)
]

/** By `bsonType`. */
export const byBsonType: ReadonlyMap<string, Scalar> = new Map(scalars.map((scalar) => [scalar.bsonType, scalar]))
