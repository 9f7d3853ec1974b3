/** The conditions of `watch` on change events: a part of what MongoDB's `$match` takes. */
import * as Ejson from "@atlas-bearer/core/Ejson"
import * as Equal from "effect/Equal"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"

type Matches = (value: unknown) => boolean

/** An operator that the emulator does not have. */
const unknown = (operator: string) => Result.fail(`unknown operator: ${operator}`)

/** What a dotted path leads to: through arrays to every element. */
const valuesAt = (value: unknown, [key, ...rest]: ReadonlyArray<string>): ReadonlyArray<unknown> => {
  if (key === undefined) return [value]
  const within = Array.isArray(value) ? value.flatMap((element) => valuesAt(element, [key, ...rest])) : []
  return Predicate.isObject(value) && Object.hasOwn(value, key)
    ? [...within, ...valuesAt(Reflect.get(value, key), rest)]
    : within
}

/** Two that MongoDB orders; values of two types are not ordered. An id is compared by its digits. */
const ordered = (
  one: unknown,
  other: unknown
): readonly [bigint | number | string, bigint | number | string] | undefined => {
  const [a, b] = [one, other].map((value) => {
    if (Predicate.isDate(value)) return ["date", value.getTime()] as const
    if (typeof value === "number" || typeof value === "bigint") return ["number", value] as const
    if (typeof value === "string") return ["string", value] as const
    return Predicate.hasProperty(value, "$oid") && typeof value.$oid === "string"
      ? ["id", value.$oid] as const
      : undefined
  })
  return a === undefined || b === undefined || a[0] !== b[0] ? undefined : [a[1], b[1]]
}

const some = (matches: Matches): Matches => (value) => matches(value) || (Array.isArray(value) && value.some(matches))

/** What is missing equals `null`. */
const equal = (operand: unknown): (values: ReadonlyArray<unknown>) => boolean => (values) =>
  values.length === 0 ? operand === null : values.some(some((value) => Equal.equals(value, operand)))

const compared =
  (operand: unknown, is: (a: bigint | number | string, b: bigint | number | string) => boolean) =>
  (values: ReadonlyArray<unknown>) =>
    values.some(some((value) => {
      const pair = ordered(value, operand)
      return pair !== undefined && is(...pair)
    }))

type OfValues = (values: ReadonlyArray<unknown>) => boolean

const condition = (operator: string, operand: unknown): Result.Result<OfValues, string> => {
  if (["$in", "$nin"].includes(operator) && !Array.isArray(operand)) return Result.fail(`${operator} needs an array`)
  const among = [operand].flat().map(equal)
  switch (operator) {
    case "$eq":
      return Result.succeed(equal(operand))
    case "$ne":
      return Result.succeed((values) => !equal(operand)(values))
    case "$in":
      return Result.succeed((values) => among.some((matches) => matches(values)))
    case "$nin":
      return Result.succeed((values) => !among.some((matches) => matches(values)))
    case "$gt":
      return Result.succeed(compared(operand, (a, b) => a > b))
    case "$gte":
      return Result.succeed(compared(operand, (a, b) => a >= b))
    case "$lt":
      return Result.succeed(compared(operand, (a, b) => a < b))
    case "$lte":
      return Result.succeed(compared(operand, (a, b) => a <= b))
    case "$exists":
      return Result.succeed((values) => values.length > 0 === Boolean(operand))
    default:
      return unknown(operator)
  }
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  Predicate.isObject(value) && Object.getPrototypeOf(value) === Object.prototype

/** `{ $gt: 1 }` is made of operators, `{ $oid: "..." }` is a value. */
const conditions = (operand: unknown): ReadonlyArray<readonly [string, unknown]> => {
  const entries = isPlain(operand) ? Object.entries(operand) : []
  const isValue = entries.length === 0 ||
    entries.some(([key]) => !key.startsWith("$") || /^\$(?:oid|num|bin|uuid|time)/.test(key))
  return isValue ? [["$eq", operand]] : entries
}

const field = (path: string, operand: unknown): Result.Result<Matches, string> =>
  Result.map(
    Result.all(conditions(operand).map(([operator, value]) => condition(operator, value))),
    (all) => (event) => {
      const values = valuesAt(event, path.split("."))
      return all.every((matches) => matches(values))
    }
  )

const clause = (key: string, operand: unknown): Result.Result<Matches, string> => {
  if (!key.startsWith("$")) return field(key, operand)
  if (!["$and", "$or", "$nor"].includes(key) || !Array.isArray(operand)) return unknown(key)
  return Result.map(Result.all(operand.map(filter)), (all) => (event) => {
    if (key === "$and") return all.every((matches) => matches(event))
    return all.some((matches) => matches(event)) === (key === "$or")
  })
}

const filter = (given: unknown): Result.Result<Matches, string> =>
  Result.map(
    Result.all(Object.entries(isPlain(given) ? given : {}).map(([key, operand]) => clause(key, operand))),
    (all) => (event) => all.every((matches) => matches(event))
  )

/** Of events in EJSON, by a filter in EJSON. Or which of its operators the emulator does not have. */
export const make = (
  given: typeof Schema.JsonObject.Type
): Result.Result<(event: Schema.Json) => boolean, string> =>
  Result.map(filter(Ejson.decode(given)), (matches) => (event) => matches(Ejson.decode(event)))
