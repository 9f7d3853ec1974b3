/** GraphQL documents that know their types, as code generators make them. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"

interface Decoration<Data, Variables> {
  /** Only there for the compiler. */
  readonly __apiType?: (variables: Variables) => Data
}

/** A string, or an object that extends `String`. */
type Text = Pick<string, "length" | "toString">

/**
 * A `TypedDocumentNode` of `@graphql-typed-document-node/core` that has its text, as `gql` and graphql's `parse` make it, or a
 * `TypedDocumentString`.
 */
export type TypedDocument<Data, Variables> =
  & Decoration<Data, Variables>
  & (Text | { readonly kind: string; readonly loc?: { readonly source: { readonly body: string } } | undefined })

/** What `user.graphql` takes for such a document. Variables are sent as their JSON. */
export interface TypedRequest<Data, Variables> {
  readonly query: TypedDocument<Data, Variables>
  readonly variables?: Variables | undefined
  readonly operationName?: string | null | undefined
}

/** What the server takes for it. Throws `InvalidOption` when it is no document, or one without its text. */
export const toPayload = ({ query, variables, ...rest }: TypedRequest<unknown, unknown>) => {
  if (typeof query !== "string" && (typeof query !== "object" || query === null)) {
    throw new InvalidOption({ option: "query", reason: "must be the text of a GraphQL document, or a typed document" })
  }
  const text = typeof query === "object" && "kind" in query ? query.loc?.source.body : String(query)
  if (text === undefined) {
    throw new InvalidOption({
      option: "query",
      reason: "is a document without its text: pass the text, which `print` of graphql makes of a document"
    })
  }
  return {
    ...rest,
    query: text,
    variables: variables === undefined ? undefined : JSON.parse(JSON.stringify(variables))
  }
}
