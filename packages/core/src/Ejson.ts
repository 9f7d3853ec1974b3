/**
 * Extended JSON, in which App Services writes the arguments and the results of functions
 * (https://github.com/mongodb/specifications/blob/master/source/extended-json/extended-json.md).
 *
 * Numbers, dates and `null` become JavaScript's own. Every other type stays as it is written, such as `{ $oid: "..." }` or
 * `{ $numberDecimal: "..." }`: JavaScript has nothing that holds it, and it can be sent back unchanged.
 */
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import type * as Schema from "effect/Schema"

type Json = Schema.Json

const int32 = 2 ** 31
const int64 = 2n ** 63n

const number = (value: number): Json => {
  if (!Number.isInteger(value) || Object.is(value, -0)) {
    return { $numberDouble: Object.is(value, -0) ? "-0.0" : String(value) }
  }
  if (value >= -int32 && value < int32) return { $numberInt: String(value) }
  return Number.isSafeInteger(value) ? { $numberLong: String(value) } : { $numberDouble: String(value) }
}

/** Values of the `bson` package write themselves. */
interface Bson {
  readonly toExtendedJSON: (options: { readonly relaxed: boolean }) => unknown
}

const isBson = (value: unknown): value is Bson =>
  Predicate.hasProperty(value, "toExtendedJSON") && Predicate.isFunction(value.toExtendedJSON)

/** As `JSON.stringify` does: without what JSON has no word for. */
const isOmitted = (value: unknown) => value === undefined || Predicate.isFunction(value) || Predicate.isSymbol(value)

/**
 * Canonical EJSON. Takes JSON, `Date`, `bigint`, values of the `bson` package and EJSON itself; anything else is written as
 * `JSON.stringify` does. A `bigint` beyond 64 bits is a `$numberDecimal`.
 */
export const encode = (value: unknown): Json => {
  if (value === null || isOmitted(value)) return null
  if (typeof value === "string" || typeof value === "boolean") return value
  if (typeof value === "number") return number(value)
  if (typeof value === "bigint") {
    return value >= -int64 && value < int64 ? { $numberLong: String(value) } : { $numberDecimal: String(value) }
  }
  if (Predicate.isDate(value)) return { $date: { $numberLong: String(value.getTime()) } }
  if (isBson(value)) return encode(value.toExtendedJSON({ relaxed: false }))
  if (Array.isArray(value)) return value.map(encode)
  if (Predicate.hasProperty(value, "toJSON") && Predicate.isFunction(value.toJSON)) return encode(value.toJSON())
  return Object.fromEntries(
    Object.entries(Object(value)).flatMap(([key, field]) => isOmitted(field) ? [] : [[key, encode(field)]])
  )
}

const integer = (text: string): number | bigint => {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text)
}

const isInteger = (value: unknown): value is string => typeof value === "string" && /^-?\d+$/.test(value)

/** What JavaScript has for an object of this one key, or `undefined`. */
const special = (key: string, value: Json): number | bigint | Date | undefined => {
  switch (key) {
    case "$numberInt":
    case "$numberLong":
      return isInteger(value) ? integer(value) : undefined
    case "$numberDouble":
      return typeof value === "string" ? Number(value) : undefined
    case "$date": {
      const time = decode(value)
      return typeof time === "number" || typeof time === "string"
        ? Option.getOrUndefined(Option.map(DateTime.make(time), DateTime.toDateUtc))
        : undefined
    }
    default:
      return undefined
  }
}

/** Takes canonical and relaxed EJSON. A `$numberLong` beyond 2^53 is a `bigint`. */
export const decode = (value: Json): unknown => {
  if (value === null || typeof value !== "object") return value
  if (Array.isArray(value)) return value.map(decode)
  const entries = Object.entries(value)
  const [only] = entries
  const found = only !== undefined && entries.length === 1 ? special(...only) : undefined
  return found ?? Object.fromEntries(entries.map(([key, field]) => [key, decode(field)]))
}
