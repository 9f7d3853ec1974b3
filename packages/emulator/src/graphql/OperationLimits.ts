/** How much an operation may ask for, counted before validation and execution: both follow every fragment. */
import * as Graphql from "graphql"

/** The vendor's limits; a document that repeats its fragments in its fragments is ours to limit. */
export const maxResolvers = 10
export const maxRelationshipDepth = 5
export const maxFields = 1_000

/** `depth` is that of nested relationships. */
interface Cost {
  readonly fields: number
  readonly resolvers: number
  readonly depth: number
}

const nothing: Cost = { fields: 0, resolvers: 0, depth: 0 }

const plus = (one: Cost, other: Cost): Cost => ({
  fields: one.fields + other.fields,
  resolvers: one.resolvers + other.resolvers,
  depth: Math.max(one.depth, other.depth)
})

const fieldsOf = (type: Graphql.GraphQLNamedType | undefined) => Graphql.isObjectType(type) ? type.getFields() : {}

/**
 * Counts what selections cost. A resolver is a field of `Query` or `Mutation` and every relationship, each time it is selected.
 * What validation will refuse (unknown fields, fragments that contain themselves) costs what is known of it.
 */
const counter = (schema: Graphql.GraphQLSchema, document: Graphql.DocumentNode) => {
  const roots: ReadonlySet<unknown> = new Set([schema.getQueryType(), schema.getMutationType()])
  // Types of collections: a field that leads to one is a relationship.
  const related: ReadonlySet<unknown> = new Set(
    Object.values(fieldsOf(schema.getQueryType() ?? undefined)).map(({ type }) => Graphql.getNamedType(type))
  )
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Graphql.Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : []
    )
  )
  const known = new Map<string, Cost>()

  const ofFragment = (name: string): Cost => {
    const cost = known.get(name)
    const fragment = fragments.get(name)
    if (cost !== undefined || fragment === undefined) return cost ?? nothing
    known.set(name, nothing)
    const counted = ofSelections(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value))
    known.set(name, counted)
    return counted
  }

  const ofSelection = (node: Graphql.SelectionNode, parent: Graphql.GraphQLNamedType | undefined): Cost => {
    if (node.kind === Graphql.Kind.FRAGMENT_SPREAD) return ofFragment(node.name.value)
    if (node.kind === Graphql.Kind.INLINE_FRAGMENT) {
      const { selectionSet, typeCondition } = node
      return ofSelections(selectionSet, typeCondition ? schema.getType(typeCondition.name.value) : parent)
    }
    const field = fieldsOf(parent)[node.name.value]
    const type = field && Graphql.getNamedType(field.type)
    const { depth, fields, resolvers } = node.selectionSet ? ofSelections(node.selectionSet, type) : nothing
    const isRoot = roots.has(parent) && field !== undefined
    const isRelationship = !isRoot && related.has(type)
    return {
      fields: fields + 1,
      resolvers: resolvers + (isRoot || isRelationship ? 1 : 0),
      depth: depth + (isRelationship ? 1 : 0)
    }
  }

  const ofSelections = (
    { selections }: Graphql.SelectionSetNode,
    parent: Graphql.GraphQLNamedType | undefined
  ): Cost => selections.reduce((cost, node) => plus(cost, ofSelection(node, parent)), nothing)

  return { ofFragment, ofSelections }
}

/** Throws a GraphQL error, with the vendor's words where the limit is the vendor's. */
export const check = (
  schema: Graphql.GraphQLSchema,
  document: Graphql.DocumentNode,
  operationName: string | null
): void => {
  const { ofFragment, ofSelections } = counter(schema, document)
  const executed = Graphql.getOperationAST(document, operationName)
  for (const definition of document.definitions) {
    if (definition.kind !== Graphql.Kind.FRAGMENT_DEFINITION && definition.kind !== Graphql.Kind.OPERATION_DEFINITION) {
      continue
    }
    const { depth, fields, resolvers } = definition.kind === Graphql.Kind.FRAGMENT_DEFINITION
      ? ofFragment(definition.name.value)
      : ofSelections(definition.selectionSet, schema.getRootType(definition.operation) ?? undefined)
    if (fields > maxFields) throw new Graphql.GraphQLError(`an operation selects more than ${maxFields} fields`)
    if (definition !== executed) continue
    if (resolvers > maxResolvers) throw new Graphql.GraphQLError("max number of queries reached")
    if (depth > maxRelationshipDepth) throw new Graphql.GraphQLError("max relationship depth exceeded")
  }
}
