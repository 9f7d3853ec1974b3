/** How large a request may be before anybody parses it: parsing, validation and coercion follow its nesting. */
import * as Graphql from "graphql"

export const maxTokens = 10_000
export const maxNesting = 100

const opening: ReadonlySet<string> = new Set(["{", "[", "("])
const closing: ReadonlySet<string> = new Set(["}", "]", ")"])

const nestedTooDeep = (what: string) =>
  new Graphql.GraphQLError(`the ${what} nested more than ${maxNesting} levels deep`)

/** Throws a GraphQL error, also when the text is not made of GraphQL's tokens. */
export const check = (text: string): void => {
  const lexer = new Graphql.Lexer(new Graphql.Source(text))
  let nesting = 0
  for (let tokens = 0; lexer.advance().kind !== Graphql.TokenKind.EOF; tokens++) {
    if (opening.has(lexer.token.kind)) nesting++
    if (closing.has(lexer.token.kind)) nesting--
    if (nesting > maxNesting) {
      throw new Graphql.GraphQLError(`the document is nested more than ${maxNesting} levels deep`)
    }
    if (tokens === maxTokens) throw new Graphql.GraphQLError(`the document has more than ${maxTokens} tokens`)
  }
}

/** Level by level, as deep values are what it looks for. */
export const checkVariables = (variables: unknown): void => {
  let level: ReadonlyArray<unknown> = [variables]
  for (let nesting = 0; level.length > 0; nesting++) {
    if (nesting > maxNesting) throw nestedTooDeep("variables are")
    level = level.flatMap((value) => typeof value === "object" && value !== null ? Object.values(value) : [])
  }
}
