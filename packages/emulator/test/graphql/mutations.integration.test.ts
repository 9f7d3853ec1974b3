import { assert, describe, it } from "@effect/vitest"
import { afterEach, beforeEach } from "vitest"
import { id, type Library, serve } from "./served.ts"

let library: Library
beforeEach(async () => {
  library = await serve()
})
afterEach(() => library[Symbol.asyncDispose]())

const data = async (query: string, variables?: unknown) => {
  const answer = await library.ask(query, { variables })
  assert.isUndefined(answer.errors, JSON.stringify(answer.errors))
  return answer.data
}

const book = async (last: string) => (await library.stored("books")).find(({ _id }) => _id === id(last))
const titles = async () => (await library.stored("books")).map(({ title }) => title)

describe("a mutation", () => {
  it("inserts a document, with an id of MongoDB's unless it has one", async () => {
    const query = `mutation($data: BookInsertInput!) { insertOneBook(data: $data) { _id title pages printed copies } }`
    const given = { title: "New", tags: ["x"], printed: "2020-09-01T15:38:14+01:00", copies: "9223372036854775807" }
    const seen = { title: "New", pages: null, printed: "2020-09-01T14:38:14.000Z", copies: "9223372036854775807" }
    assert.deepStrictEqual(await data(query, { data: { ...given, _id: id("AB") } }), {
      insertOneBook: { ...seen, _id: id("ab") }
    })
    const answer = await data(query, { data: given })
    assert.deepNestedInclude(answer, { "insertOneBook.title": "New" })
    const ids = (await library.stored("books")).map(({ _id }) => _id)
    assert.strictEqual(new Set(ids).size, 6)
    assert.match(String(ids.at(-1)), /^[0-9a-f]{24}$/)
    assert.deepStrictEqual(await book("ab"), {
      _id: id("ab"),
      title: "New",
      tags: ["x"],
      printed: "2020-09-01T14:38:14.000Z",
      copies: "9223372036854775807"
    })
  })

  it("inserts many documents and says their ids", async () => {
    const query = `mutation($data: [BookInsertInput!]!) { insertManyBooks(data: $data) { insertedIds } }`
    const many = ["f1", "f2"].map((last) => ({ _id: id(last), title: last, tags: [], NameOf2ndEditor: "x" }))
    assert.deepStrictEqual(await data(query, { data: many }), {
      insertManyBooks: { insertedIds: [id("f1"), id("f2")] }
    })
    assert.propertyVal(await book("f2"), "Name of 2nd editor", "x")
  })

  it("updates the first document, with all that an update can do, and leaves the rest of it alone", async () => {
    const set = `{ title: "Renamed", pages_inc: -6, price_inc: 0.25, copies_unset: true, author_unset: false,
      weight_inc: 2.5, lent: null, item_reviews: [{ stars: 1, critic: { link: "ada" } }],
      cover: { color: "green", gilded_unset: true, painter: { create: { handle: "dora" } } } }`
    const before = await book("1")
    assert.deepStrictEqual(
      await data(`mutation { updateOneBook(query: { pages: 66 }, set: ${set}) { title pages weight copies } }`),
      { updateOneBook: { title: "Renamed", pages: 60, weight: 2.5, copies: null } }
    )
    const { copies: _, ...rest } = before ?? {}
    assert.deepStrictEqual(await book("1"), {
      ...rest,
      title: "Renamed",
      pages: 60,
      price: 1.75,
      weight: 2.5,
      lent: null,
      cover: { color: "green", spine_parts: [1, 2], painter: "dora" },
      item_reviews: [{ stars: 1, critic: "ada" }]
    })
    assert.deepStrictEqual(await data(`mutation { updateOneBook(query: { pages: 1 }, set: {}) { title } }`), {
      updateOneBook: null
    })
  })

  it("updates many documents and counts those that changed", async () => {
    const update = `mutation { updateManyBooks(query: { tags_in: ["engine"] }, set: { pages: 66 }) {
      matchedCount modifiedCount } }`
    assert.deepStrictEqual(await data(update), { updateManyBooks: { matchedCount: 2, modifiedCount: 1 } })
    assert.propertyVal(await book("3"), "pages", 66)
    assert.deepStrictEqual(
      await data(`mutation { updateManyBooks(set: { pages: 1 }) { matchedCount modifiedCount } }`),
      {
        updateManyBooks: { matchedCount: 4, modifiedCount: 4 }
      }
    )
  })

  it("replaces a document under its id", async () => {
    const replace =
      `mutation { replaceOneBook(query: { title: "Sketch" }, data: { title: "Whole", tags: [] }) { _id } }`
    assert.deepStrictEqual(await data(replace), { replaceOneBook: { _id: id("3") } })
    assert.deepStrictEqual(await book("3"), { _id: id("3"), title: "Whole", tags: [] })
    assert.deepStrictEqual(await data(replace), { replaceOneBook: null })
  })

  it("replaces what it finds or inserts, and inserts when it does not look", async () => {
    const upsert = (query: string, title: string) =>
      data(`mutation { upsertOneBook(${query} data: { title: "${title}", tags: [] }) { title } }`)
    assert.deepStrictEqual(await upsert("query: { title: \"Sketch\" }", "Found"), { upsertOneBook: { title: "Found" } })
    assert.propertyVal(await book("3"), "title", "Found")
    await upsert("query: { title: \"Sketch\" }", "Not found")
    await upsert("", "Not looked for")
    assert.deepStrictEqual(await titles(), ["Notes", "Connexion", "Found", "Anonymous", "Not found", "Not looked for"])
  })

  it("deletes one document and says which, or many and counts them", async () => {
    const one = `mutation { deleteOneBook(query: { pages: 66 }) { title author { handle } } }`
    assert.deepStrictEqual(await data(one), { deleteOneBook: { title: "Notes", author: { handle: "ada" } } })
    assert.deepStrictEqual(await data(one), { deleteOneBook: { title: "Anonymous", author: null } })
    assert.deepStrictEqual(await data(one), { deleteOneBook: null })
    const many = `mutation { deleteManyBooks(query: { pages_gt: 1 }) { deletedCount } }`
    assert.deepStrictEqual(await data(many), { deleteManyBooks: { deletedCount: 1 } })
    assert.deepStrictEqual(await titles(), ["Sketch"])
    assert.deepStrictEqual(await data(`mutation { deleteManyBooks { deletedCount } }`), {
      deleteManyBooks: { deletedCount: 1 }
    })
  })

  it("links documents and makes related ones, which goes first", async () => {
    const set = `{ author: { link: "luigi" },
      translators: { create: [{ handle: "new" }, { handle: "newer", teacher: { create: { handle: "old" } } }], link: ["ada"] } }`
    const update = `mutation { updateOneBook(query: { title: "Notes" }, set: ${set}) {
      author { handle } translators { handle teacher { handle } } } }`
    assert.deepStrictEqual(await data(update), {
      updateOneBook: {
        author: { handle: "luigi" },
        translators: [{ handle: "new", teacher: null }, { handle: "newer", teacher: { handle: "old" } }]
      }
    })
    assert.deepInclude(await book("1"), { author: "luigi", translators: ["new", "newer"] })
    const unlink =
      `mutation { updateOneBook(query: { title: "Notes" }, set: { author: null, translators: { link: [] } }) {
      author { handle } translators { handle } } }`
    assert.deepStrictEqual(await data(unlink), { updateOneBook: { author: null, translators: [] } })
    assert.lengthOf(await library.stored("History_people"), 6)
  })

  it("sees what the mutations before it in the request did", async () => {
    const several = `mutation { insertOneBook(data: { title: "A", tags: [] }) { title }
      updateOneBook(query: { title: "A" }, set: { title: "B" }) { title }
      deleteManyBooks(query: { title_in: ["A", "B"] }) { deletedCount } }`
    assert.deepNestedInclude(await data(several), { "deleteManyBooks.deletedCount": 1 })
  })

  it("loses no update when many come at once", async () => {
    const count = Array.from(
      { length: 20 },
      () => data(`mutation { updateManyBooks(query: { pages_gte: 66 }, set: { pages_inc: 1 }) { matchedCount } }`)
    )
    await Promise.all(count)
    assert.deepStrictEqual((await library.stored("books")).map(({ pages }) => pages), [86, 434, null, 86])
  })
})
