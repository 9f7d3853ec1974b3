import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { App, Credentials, type UserSession } from "@atlas-bearer/node"
import { assert, describe, expectTypeOf, it } from "@effect/vitest"
import type { DocumentTypeDecoration, TypedDocumentNode } from "@graphql-typed-document-node/core"
import { parse } from "graphql"
import { afterAll, beforeAll } from "vitest"

interface Films {
  readonly movies: ReadonlyArray<{ readonly title: string; readonly year: number | null } | null>
}
interface Before {
  readonly year: number
  readonly rated?: string | undefined
}

const text =
  "query Films($year: Int, $rated: String) { movies(query: { year_lt: $year, rated_ne: $rated }) { title year } }"

let emulator: Emulator.Running
let app: ReturnType<typeof App.make>
let user: UserSession.UserSession
beforeAll(async () => {
  emulator = await Emulator.start()
  app = App.make({ appId: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
  user = await app.logIn(Credentials.anonymous())
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await emulator[Symbol.asyncDispose]()
})

describe("user.graphql", () => {
  const expected = [{ title: "Metropolis", year: 1927 }]

  it("takes a TypedDocumentNode, which types the variables and the result", async () => {
    const query: TypedDocumentNode<Films, Before> = parse(text)
    const result = await user.graphql({ query, variables: { year: 1930, rated: undefined }, operationName: "Films" })
    expectTypeOf(result.data).toEqualTypeOf<Films | null | undefined>()
    assert.deepStrictEqual(result, { data: { movies: expected } })
    // @ts-expect-error The document asks for the year.
    assert.isFunction(() => user.graphql({ query, variables: { years: 1930 } }))
  })

  it("takes a document that is a string with types", async () => {
    class TypedDocumentString<Result, Variables> extends String implements DocumentTypeDecoration<Result, Variables> {
      declare __apiType?: (variables: Variables) => Result
    }
    const query = new TypedDocumentString<Films, Before>(text)
    const result = await user.graphql({ query, variables: { year: 1930 } })
    expectTypeOf(result.data).toEqualTypeOf<Films | null | undefined>()
    assert.deepStrictEqual(result.data?.movies, expected)
  })

  it("says what to pass when a document does not hold its text", async () => {
    const query: TypedDocumentNode<Films, Before> = parse(text, { noLocation: true })
    const error: unknown = await user.graphql({ query, variables: { year: 1930 } }).catch((failure: unknown) => failure)
    assert.include(error, { _tag: "InvalidOption", option: "query" })
    assert.match(String(error), /pass the text/)
  })

  it("takes plain text as before", async () => {
    const result = await user.graphql({ query: text, variables: { year: 1930 } })
    expectTypeOf(result.data).not.toBeAny()
    assert.deepStrictEqual(result.data?.["movies"], expected)
  })
})
