/** `XUpdateInput`: the changes that a document can be asked to undergo. */
import * as Graphql from "graphql"
import { valueInput } from "./InsertInput.ts"
import { onePer } from "./onePer.ts"
import type { Field, Shape } from "./Shape.ts"

export type Change = "set" | "unset" | "inc"

/** One field of the input. */
interface Update {
  readonly field: Field
  readonly change: Change
}

const changesOf = ({ type }: Field): ReadonlyArray<Change> =>
  type._tag === "scalar" && type.scalar.isSummable ? ["set", "unset", "inc"] : ["set", "unset"]

/** The updates by their names, such as `year_inc`. A field that is itself called so goes first. */
export const updatesOf = onePer((shape: Shape): ReadonlyMap<string, Update> => {
  const updates = new Map<string, Update>()
  for (const field of shape.fields) {
    for (const change of changesOf(field)) {
      const name = change === "set" ? field.name : `${field.name}_${change}`
      if (change === "set" || !updates.has(name)) updates.set(name, { field, change })
    }
  }
  return updates
})

const inputOf = (shape: Shape, { change, field }: Update): Graphql.GraphQLInputType =>
  change === "unset" ? Graphql.GraphQLBoolean : valueInput(shape, field, updateInput)

export const updateInput = onePer((shape: Shape): Graphql.GraphQLInputObjectType =>
  new Graphql.GraphQLInputObjectType({
    name: `${shape.typeName}UpdateInput`,
    fields: () =>
      Object.fromEntries([...updatesOf(shape)].map(([name, update]) => [name, { type: inputOf(shape, update) }]))
  })
)
