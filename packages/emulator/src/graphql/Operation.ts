/** A GraphQL request, from its text to its result. */
import * as Result from "effect/Result"
import * as Graphql from "graphql"
import * as DocumentLimits from "./DocumentLimits.ts"
import type { Documents } from "./Documents.ts"
import * as OperationLimits from "./OperationLimits.ts"

/** A request that cannot be executed. */
export interface Refused {
  readonly errors: ReadonlyArray<Graphql.GraphQLError>
}

export interface Prepared {
  readonly isMutation: boolean
  /** Within the transaction of the documents. */
  readonly execute: (documents: Documents) => Graphql.ExecutionResult
}

export interface Request {
  readonly query: string
  readonly variables?: { readonly [name: string]: unknown } | null | undefined
  readonly operationName?: string | null | undefined
}

/** Only GraphQL errors are answers; any other is a mistake of ours. */
const attempt = <A>(step: () => A): Result.Result<A, Refused> =>
  Result.try({
    try: step,
    catch: (error): Refused => {
      if (error instanceof Graphql.GraphQLError) return { errors: [error] }
      throw error
    }
  })

/** Refuses what is too large before it parses, and what costs too much before it validates. */
export const prepare = (
  schema: Graphql.GraphQLSchema,
  { operationName, query, variables }: Request
): Result.Result<Prepared, Refused> =>
  Result.gen(function*() {
    // A server in Go, as the vendor's, cannot tell an empty name from none.
    const name = operationName || null
    yield* attempt(() => DocumentLimits.check(query))
    yield* attempt(() => DocumentLimits.checkVariables(variables))
    const document = yield* attempt(() => Graphql.parse(query))
    yield* attempt(() => OperationLimits.check(schema, document, name))
    const errors = Graphql.validate(schema, document)
    if (errors.length > 0) return yield* Result.fail({ errors })
    return {
      isMutation: Graphql.getOperationAST(document, name)?.operation === "mutation",
      execute: (documents) => {
        const result = Graphql.executeSync({
          schema,
          document,
          contextValue: documents,
          variableValues: variables ?? null,
          operationName: name
        })
        for (const { originalError } of result.errors ?? []) {
          if (originalError !== undefined && !(originalError instanceof Graphql.GraphQLError)) throw originalError
        }
        return result
      }
    }
  })
