import { assert, describe, it } from "@effect/vitest"
import { afterEach, beforeEach } from "vitest"
import { id, type Library, serve } from "./served.ts"

let library: Library
beforeEach(async () => {
  library = await serve()
})
afterEach(() => library[Symbol.asyncDispose]())

/** The only error of an operation that came to nothing. */
const refusal = async (...args: Parameters<Library["ask"]>) => {
  const before = JSON.stringify([await library.stored("books"), await library.stored("History_people")])
  const { data, errors = [] } = await library.ask(...args)
  assert.isNull(data)
  assert.lengthOf(errors, 1)
  const after = JSON.stringify([await library.stored("books"), await library.stored("History_people")])
  assert.strictEqual(after, before, "something of the refused operation remains")
  return errors[0]
}

const frame = (code: string, operation: string, reason: string) =>
  `reason=${JSON.stringify(reason)}; code="${code}"; untrusted="${operation} not permitted"; details=map[]`

describe("a mutation that is refused", () => {
  const unwanted = (reason: string) =>
    frame("SchemaValidationFailedWrite", "update", `could not validate document: ${reason}`)

  it.each<[string, string, string]>([
    ["unsets what is required", "{ title_unset: true }", unwanted("\n\t(root): title is required")],
    [
      "nulls what is required",
      "{ title: null }",
      unwanted("\n\ttitle: Invalid type. Expected: string, given: [null mixed]")
    ],
    [
      "makes an embedded document without what is required",
      "{ cover: { color_unset: true }, pages: 1 }",
      unwanted("\n\tcover: color is required")
    ],
    [
      "counts beyond an int",
      "{ pages_inc: 2147483647 }",
      unwanted("\n\tpages: Invalid type. Expected: int, given: [int long number mixed]")
    ],
    [
      "changes an id",
      `{ _id: "${id("9")}" }`,
      frame(
        "MongoDBError",
        "update",
        "(ImmutableField) Performing an update on the path '_id' would modify the immutable field '_id'"
      )
    ],
    [
      "changes a field in two ways",
      "{ pages: 1, pages_inc: 1 }",
      frame(
        "MongoDBError",
        "update",
        "(ConflictingUpdateOperators) Updating the path 'pages' would create a conflict at 'pages'"
      )
    ]
  ])("%s", async (_, set, message) => {
    // The first field succeeds alone.
    const query = `mutation {
      first: insertOneBook(data: { title: "New", tags: [], author: { create: { handle: "new" } } }) { title }
      second: updateOneBook(query: { title: "Notes" }, set: ${set}) { title }
    }`
    assert.deepStrictEqual(await refusal(query), { message, locations: [{ line: 3, column: 7 }], path: ["second"] })
  })

  it("adds to what is null", async () => {
    const error = await refusal(
      `mutation { updateOneBook(query: { title: "Sketch" }, set: { pages_inc: 1 }) { title } }`
    )
    assert.match(error?.message ?? "", /Cannot apply \$inc to a value of non-numeric type/)
  })

  it("inserts an id that is there", async () => {
    const query = `mutation { insertManyBooks(data: [{ title: "A", tags: [] }, { _id: "${
      id("1")
    }", title: "B", tags: [] }]) {
      insertedIds } }`
    assert.match(
      (await refusal(query))?.message ?? "",
      /E11000 duplicate key .*code="MongoDBError"; untrusted="insert not/
    )
  })

  it.each(["{ OR: [] }", "{ AND: null }", "{ title_in: null }"])("deletes by the condition %s", async (query) => {
    const error = await refusal(`mutation { deleteManyBooks(query: ${query}) { deletedCount } }`)
    assert.match(error?.message ?? "", /^reason="\(BadValue\) /)
  })

  it.each<[string, string]>([
    [
      "a field that is not there",
      "mutation { insertOneBook(data: { title: \"x\", tags: [], titel: \"x\" }) { title } }"
    ],
    ["too little", "mutation { insertOneBook(data: { tags: [] }) { title } }"],
    ["an id that is none", "mutation { deleteOneBook(query: { _id: \"1\" }) { title } }"],
    ["a date without a zone", "mutation { deleteOneBook(query: { printed: \"2020-01-01T00:00:00\" }) { title } }"],
    ["a day that is none", "mutation { deleteOneBook(query: { printed: \"2020-13-01T00:00:00Z\" }) { title } }"],
    ["a long of 65 bits", "mutation { deleteOneBook(query: { copies: 9223372036854775808 }) { title } }"],
    ["half a long", "mutation { deleteOneBook(query: { copies: 0.5 }) { title } }"]
  ])("says %s", async (_, query) => {
    assert.isDefined((await refusal(query))?.locations)
  })
})

describe("a query that is refused", () => {
  it("reads a document that its schema does not allow", async () => {
    await library.insert("books", { _id: id("5"), title: "Broken", tags: [], pages: 1.5 })
    assert.deepStrictEqual(await library.ask("{ books { title }\n book { title } }"), {
      data: null,
      errors: [{
        message: frame(
          "SchemaValidationFailedRead",
          "read",
          "could not validate document: \n\tpages: Invalid type. Expected: int, given: [double number float mixed]"
        ),
        locations: [{ line: 1, column: 3 }],
        path: ["books"]
      }]
    })
    assert.deepStrictEqual(await library.ask("{ book { title } }"), { data: { book: { title: "Notes" } } })
  })

  it("does not parse, does not validate, or has no operation", async () => {
    for (
      const query of [
        "{",
        "{ nothing }",
        "fragment F on Book { title }",
        "query A { book { title } } query B { __typename }"
      ]
    ) {
      const { data, errors = [] } = await library.ask(query)
      assert.isNull(data)
      assert.isNotEmpty(errors, query)
    }
  })
})
