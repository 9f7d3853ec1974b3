/** `XQueryInput`: the conditions that a document can be asked to meet. */
import * as Graphql from "graphql"
import { onePer } from "./onePer.ts"
import type { Field, FieldType, Shape } from "./Shape.ts"

export type Operator = "eq" | "ne" | "gt" | "gte" | "lt" | "lte" | "in" | "nin" | "exists"

/** One field of the input. */
export interface Condition {
  readonly field: Field
  readonly operator: Operator
}

const scalarOperators = ["eq", "exists", "ne", "gt", "gte", "lt", "lte", "in", "nin"] as const

const operatorsOf = (type: FieldType): ReadonlyArray<Operator> => {
  if (type._tag === "list") return ["eq", "exists", "in", "nin"]
  if (type._tag !== "scalar") return ["eq", "exists"]
  return type.scalar.bsonType === "bool" ? ["eq", "exists", "ne"] : scalarOperators
}

/** The conditions by their names, such as `year_gt`. A field that is itself called so goes first. */
export const conditionsOf = onePer((shape: Shape): ReadonlyMap<string, Condition> => {
  const conditions = new Map<string, Condition>()
  for (const field of shape.fields) {
    for (const operator of operatorsOf(field.type)) {
      const name = operator === "eq" ? field.name : `${field.name}_${operator}`
      if (operator === "eq" || !conditions.has(name)) conditions.set(name, { field, operator })
    }
  }
  return conditions
})

const valueType = (type: FieldType): Graphql.GraphQLInputType => {
  switch (type._tag) {
    case "scalar":
      return type.scalar.type
    case "embedded":
      return queryInput(type.shape)
    case "list":
      return new Graphql.GraphQLList(valueType(type.items))
    case "relation":
      return queryInput(type.to())
  }
}

const conditionType = ({ field: { type }, operator }: Condition): Graphql.GraphQLInputType => {
  if (operator === "exists") return Graphql.GraphQLBoolean
  const value = valueType(type)
  return type._tag === "scalar" && (operator === "in" || operator === "nin") ? new Graphql.GraphQLList(value) : value
}

export const queryInput = onePer((shape: Shape): Graphql.GraphQLInputObjectType => {
  const type: Graphql.GraphQLInputObjectType = new Graphql.GraphQLInputObjectType({
    name: `${shape.typeName}QueryInput`,
    fields: () => {
      const several = { type: new Graphql.GraphQLList(new Graphql.GraphQLNonNull(type)) }
      const conditions = [...conditionsOf(shape)].map(([name, condition]) => [name, { type: conditionType(condition) }])
      return { ...Object.fromEntries(conditions), AND: several, OR: several }
    }
  })
  return type
})
