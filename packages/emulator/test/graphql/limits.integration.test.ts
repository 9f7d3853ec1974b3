import { assert, describe, it } from "@effect/vitest"
import * as Graphql from "graphql"
import { afterAll, beforeAll } from "vitest"
import { id, type Library, serve } from "./served.ts"

let library: Library
beforeAll(async () => {
  library = await serve()
})
afterAll(() => library[Symbol.asyncDispose]())

const refusal = async (...args: Parameters<Library["ask"]>) => {
  const { data, errors = [] } = await library.ask(...args)
  assert.isNull(data)
  return errors[0]?.message
}

const accepted = async (...args: Parameters<Library["ask"]>) => {
  const { errors } = await library.ask(...args)
  assert.isUndefined(errors, JSON.stringify(errors))
}

const nested = (levels: number, inner: string) =>
  "author { teacher ".concat("{ teacher ".repeat(levels - 2), `{ ${inner} }`, " }".repeat(levels - 1))

describe("an operation", () => {
  it("has at most 10 resolvers: fields of Query and relationships, however they are selected", async () => {
    const films = (count: number) => Array.from({ length: count }, (_, index) => `m${index}: movie { title }`).join(" ")
    await accepted(`{ ${films(10)} __typename }`)
    assert.strictEqual(await refusal(`{ ${films(11)} }`), "max number of queries reached")
    await accepted(`{ ${films(8)} book { author { handle } } }`)
    assert.strictEqual(await refusal(`{ ${films(9)} book { author { handle } } }`), "max number of queries reached")
    const fragments =
      "fragment A on Book { author { handle } ...B } fragment B on Book { ... on Book { translators { born } } }"
    await accepted(`{ ${films(7)} book { ...A } } ${fragments}`)
    assert.strictEqual(await refusal(`{ ${films(8)} book { ...A } } ${fragments}`), "max number of queries reached")
    await accepted(`query Other { ${films(11)} } query This { movie { title } }`, { operationName: "This" })
  })

  it("changes nothing when it has more", async () => {
    const inserts = Array.from(
      { length: 11 },
      (_, index) => `i${index}: insertOneMovie(data: { title: "x" }) { title }`
    )
    assert.strictEqual(await refusal(`mutation { ${inserts.join(" ")} }`), "max number of queries reached")
    assert.lengthOf(await library.stored("movies"), 12)
  })

  it("follows relationships 5 levels deep", async () => {
    await accepted(`{ book { ${nested(5, "handle")} } }`)
    assert.strictEqual(await refusal(`{ book { ${nested(6, "handle")} } }`), "max relationship depth exceeded")
    const fragment = `fragment Author on Book { ${nested(5, "books { title }")} }`
    assert.strictEqual(await refusal(`{ book { ...Author } } ${fragment}`), "max relationship depth exceeded")
  })

  it("selects at most 1000 fields, through fragments too", async () => {
    const fields = (count: number) => Array.from({ length: count }, (_, index) => `f${index}: title`).join(" ")
    await accepted(`{ books { ${fields(999)} } }`)
    assert.strictEqual(await refusal(`{ books { ${fields(1_000)} } }`), "an operation selects more than 1000 fields")
    const doubling = Array.from(
      { length: 30 },
      (_, index) => `fragment F${index} on BookCover { ...F${index + 1} ... on BookCover { ...F${index + 1} } }`
    )
    assert.strictEqual(
      await refusal(`{ books { cover { ...F0 } } } ${doubling.join(" ")} fragment F30 on BookCover { color }`),
      "an operation selects more than 1000 fields"
    )
  })

  it("does not lose its way in fragments that contain themselves", async () => {
    const circle = "fragment A on Book { author { books { ...A } } }"
    assert.match((await refusal(`{ book { ...A } } ${circle}`)) ?? "", /Cannot spread fragment "A" within itself/)
  })
})

describe("a document and its variables", () => {
  it.each<[string, string, string]>([
    ["tokens", `{ books { ${"title ".repeat(150_000)} } }`, "the document has more than 10000 tokens"],
    ["open braces", "{".repeat(500_000), "the document is nested more than 100 levels deep"],
    [
      "nested lists",
      `{ books(query: { tags: ${"[".repeat(200_000)}`,
      "the document is nested more than 100 levels deep"
    ]
  ])("are not read further than too many %s", async (_, query, message) => {
    assert.strictEqual(await refusal(query), message)
  })

  it("may nest conditions, but not endlessly", async () => {
    const query = "query($where: BookQueryInput) { books(query: $where) { title } }"
    const where = (levels: number) => `{"where":${"{\"AND\":[".repeat(levels)}{}${"]}".repeat(levels)}}`
    await accepted(query, { variables: where(40) })
    for (const levels of [60, 5_000, 50_000]) {
      const refused = await refusal(query, { variables: where(levels) })
      assert.strictEqual(refused, "the variables are nested more than 100 levels deep")
    }
  })
})

describe("the answer", () => {
  it("lists 100 documents unless more are asked for", async () => {
    const people = Array.from({ length: 120 }, (_, index) => ({ _id: id(`d${index}`), handle: `h${index}` }))
    await accepted(
      "mutation($data: [History_personInsertInput!]!) { insertManyHistory_people(data: $data) { insertedIds } }",
      {
        variables: { data: people }
      }
    )
    const { data } = await library.ask("{ few: history_people { handle } many: history_people(limit: 110) { handle } }")
    assert.isObject(data)
    assert.deepNestedInclude(data, { "few.length": 100, "many.length": 110 })
  })

  it("is a schema to who asks for one, as code generators and GraphiQL do", async () => {
    const { data } = await library.ask(
      Graphql.getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true })
    )
    const schema = Graphql.buildClientSchema(data as Graphql.IntrospectionQuery)
    const printed = Graphql.printSchema(schema)
    assert.include(printed, "insertManyBooks(data: [BookInsertInput!]!): InsertManyPayload")
    assert.include(printed, "movies(query: MovieQueryInput, limit: Int = 100, sortBy: MovieSortByInput): [Movie]!")
    assert.deepStrictEqual(Graphql.validateSchema(schema), [])
  })
})
