/**
 * What a `XQueryInput` means. Conditions hold as MongoDB's operators of the same names do:
 * - null and a missing field are the same, and nothing is greater or less than they are;
 * - `f_ne` and `f_nin` hold for them too, unless they are what is excluded;
 * - values of different types are not equal, and neither is the greater;
 * - a list equals a list that is as long and whose elements match one by one; `f_in` asks for one element that matches one of
 *   the values, `f_nin` for none;
 * - an embedded or related document matches a query as a document does; a missing embedded one as an empty one does.
 */
import type { Documents } from "./Documents.ts"
import { isList, isNull, isObject, type Json, type JsonObject, valueAt } from "./JsonValue.ts"
import { type Condition, conditionsOf } from "./QueryInput.ts"
import * as Refusal from "./Refusal.ts"
import type { Scalar } from "./Scalars.ts"
import type { FieldType, Shape } from "./Shape.ts"

type Test = (value: Json | undefined) => boolean
type Match = (document: JsonObject) => boolean

const listOf = (value: Json, complaint: string): ReadonlyArray<Json> => {
  if (isList(value)) return value
  throw Refusal.make("read", "MongoDBError", `(BadValue) ${complaint}`)
}

const comparableOf = (scalar: Scalar, value: Json | undefined) =>
  isNull(value) || typeof value === "object" ? undefined : scalar.comparable(value)

/** Negative when the value is less than the operand; undefined when they do not compare. */
const order = (scalar: Scalar, value: Json | undefined, operand: Json): number | undefined => {
  if (isNull(value) && operand === null) return 0
  const [left, right] = [comparableOf(scalar, value), comparableOf(scalar, operand)]
  if (left === undefined || right === undefined || typeof left !== typeof right) return undefined
  return left < right ? -1 : left > right ? 1 : left === right ? 0 : undefined
}

const accepts = {
  gt: (order: number) => order > 0,
  gte: (order: number) => order >= 0,
  lt: (order: number) => order < 0,
  lte: (order: number) => order <= 0
}

/** Documents link to each other: each is tested once, however many ways lead to it. */
const once = (match: Match): Match => {
  const known = new Map<JsonObject, boolean>()
  return (document) => {
    const answer = known.get(document) ?? match(document)
    known.set(document, answer)
    return answer
  }
}

const equals = (type: FieldType, operand: Json, documents: Documents): Test => {
  if (operand === null) return isNull
  if (type._tag === "list") {
    const tests = listOf(operand, "a list is compared with a list").map((item) => equals(type.items, item, documents))
    return (value) => isList(value) && value.length === tests.length && tests.every((test, index) => test(value[index]))
  }
  return oneOf(type, [operand], documents)
}

/** Does the value match one of the operands? Scalars are looked up, however many there are. */
const oneOf = (type: FieldType, operands: ReadonlyArray<Json>, documents: Documents): Test => {
  const some = operands.filter((operand) => operand !== null)
  const orNull = some.length < operands.length
  const test = ((): Test => {
    switch (type._tag) {
      case "scalar": {
        const wanted = new Set<unknown>(some.map((operand) => comparableOf(type.scalar, operand)))
        return (value) => wanted.has(comparableOf(type.scalar, value))
      }
      case "embedded": {
        const matches = some.map((query) => matching(type.shape, query, documents))
        return (value) => matches.some((match) => match(isObject(value) ? value : {}))
      }
      case "relation": {
        const matches = some.map((query) => once(matching(type.to(), query, documents)))
        return (value) => {
          const linked = isNull(value) ? undefined : documents.linked(type, value)
          return linked !== undefined && matches.some((match) => match(linked.document))
        }
      }
      case "list": {
        const tests = some.map((operand) => equals(type, operand, documents))
        return (value) => tests.some((test) => test(value))
      }
    }
  })()
  return (value) => (orNull && isNull(value)) || test(value)
}

const includes = (type: FieldType, operand: Json, documents: Documents): Test => {
  const operands = listOf(operand, "$in needs an array")
  if (type._tag !== "list") return oneOf(type, operands, documents)
  const test = oneOf(type.items, operands, documents)
  return (value) => isList(value) ? value.some(test) : isNull(value) && operands.includes(null)
}

const testOf = ({ field: { type }, operator }: Condition, operand: Json, documents: Documents): Test => {
  switch (operator) {
    case "eq":
      return equals(type, operand, documents)
    case "exists":
      return (value) => isNull(value) !== (operand === true)
    case "in":
      return includes(type, operand, documents)
    case "ne":
    case "nin": {
      const test = operator === "ne" ? equals(type, operand, documents) : includes(type, operand, documents)
      return (value) => !test(value)
    }
    default: {
      if (type._tag !== "scalar") return () => false
      const { scalar } = type
      return (value) => {
        const found = order(scalar, value, operand)
        return found !== undefined && accepts[operator](found)
      }
    }
  }
}

/** Says of each document of the shape whether it meets all the conditions. */
export const matching = (shape: Shape, query: Json | undefined, documents: Documents): Match => {
  if (!isObject(query)) return () => true
  const conditions = conditionsOf(shape)
  const matches = Object.entries(query).map(([name, operand]): Match => {
    if (name === "AND" || name === "OR") {
      const parts = isList(operand) ? operand.map((part) => matching(shape, part, documents)) : []
      if (parts.length === 0) {
        throw Refusal.make("read", "MongoDBError", "(BadValue) $and/$or/$nor must be a nonempty array")
      }
      return (document) =>
        name === "AND" ? parts.every((match) => match(document)) : parts.some((match) => match(document))
    }
    const condition = conditions.get(name)
    if (condition === undefined) return () => true
    const test = testOf(condition, operand, documents)
    return (document) => test(valueAt(document, condition.field.key))
  })
  return (document) => matches.every((match) => match(document))
}
