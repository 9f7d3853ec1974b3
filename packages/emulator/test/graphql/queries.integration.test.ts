import { assert, describe, it } from "@effect/vitest"
import { afterAll, beforeAll } from "vitest"
import { id, type Library, serve } from "./served.ts"

let library: Library
beforeAll(async () => {
  library = await serve()
})
afterAll(() => library[Symbol.asyncDispose]())

const data = async (...args: Parameters<Library["ask"]>) => {
  const answer = await library.ask(...args)
  assert.isUndefined(answer.errors, JSON.stringify(answer.errors))
  return answer.data
}

const all = ["Notes", "Connexion", "Sketch", "Anonymous"]

describe("a query", () => {
  it("shows every kind of field", async () => {
    const fields = `_id title pages copies price weight lent printed changed tags cover { color gilded spine_parts }
      item_reviews { stars by } NameOf2ndEditor`
    assert.deepStrictEqual(await data(`{ book { ${fields} } }`), {
      book: {
        _id: id("1"),
        title: "Notes",
        pages: 66,
        copies: "9007199254740993",
        price: 1.5,
        weight: null,
        lent: false,
        printed: "1843-09-01T00:00:00.000Z",
        changed: null,
        tags: ["engine", "algorithm"],
        cover: { color: "blue", gilded: true, spine_parts: [1, 2] },
        item_reviews: [{ stars: 5, by: "charles" }, { stars: 3, by: "anne" }],
        NameOf2ndEditor: "Babbage"
      }
    })
  })

  it("follows relationships, except to documents that are not there", async () => {
    const query = `{ book { author { handle teacher { handle teacher { handle } } } translators { handle }
        cover { painter { handle } } item_reviews { critic { handle } } }
      history_person(query: { handle: "ada" }) { books { title } } }`
    assert.deepStrictEqual(await data(query), {
      book: {
        author: { handle: "ada", teacher: { handle: "mary", teacher: null } },
        translators: [{ handle: "ada" }, { handle: "luigi" }],
        cover: { painter: { handle: "luigi" } },
        item_reviews: [{ critic: null }, { critic: { handle: "mary" } }]
      },
      history_person: { books: [{ title: "Notes" }, { title: "Connexion" }] }
    })
  })

  it.each<[string, ReadonlyArray<string>]>([
    ["{}", all],
    ["{ title: \"Notes\" }", ["Notes"]],
    ["{ title_in: [\"Sketch\", \"Notes\"], pages_exists: true }", ["Notes"]],
    ["{ pages: null }", ["Sketch"]],
    ["{ pages_exists: false }", ["Sketch"]],
    ["{ pages_ne: 66 }", ["Connexion", "Sketch"]],
    ["{ pages_gt: 66 }", ["Connexion"]],
    ["{ pages_gte: 66, pages_lt: 414 }", ["Notes", "Anonymous"]],
    ["{ pages_lte: 66 }", ["Notes", "Anonymous"]],
    ["{ pages_nin: [66, 414] }", ["Sketch"]],
    ["{ _id: \"00000000000000000000000A\" }", []],
    [`{ _id_gt: "${id("2")}" }`, ["Sketch", "Anonymous"]],
    ["{ copies: 9007199254740993 }", ["Notes"]],
    ["{ copies: \"9007199254740992\" }", []],
    ["{ copies_lt: 9007199254740993 }", ["Connexion"]],
    ["{ lent_ne: true }", ["Notes", "Sketch", "Anonymous"]],
    ["{ printed: \"1843-09-01T01:00:00+01:00\" }", ["Notes"]],
    ["{ printed_gt: \"1843-09-01T00:00:00Z\" }", ["Anonymous"]],
    ["{ tags: [\"engine\"] }", ["Sketch"]],
    ["{ tags: \"engine\" }", ["Sketch"]],
    ["{ tags: [] }", ["Connexion"]],
    ["{ tags_in: [\"algorithm\", \"sonnet\"] }", ["Notes", "Anonymous"]],
    ["{ tags_nin: [\"engine\"] }", ["Connexion", "Anonymous"]],
    ["{ cover: { gilded: true } }", ["Notes"]],
    ["{ cover: { color_in: [\"red\", \"blue\"], spine_parts_exists: false } }", ["Sketch"]],
    ["{ cover_exists: false }", ["Connexion", "Anonymous"]],
    ["{ item_reviews_in: [{ stars_gt: 4 }] }", ["Notes"]],
    ["{ item_reviews: [{ stars: 5 }, {}] }", ["Notes"]],
    ["{ item_reviews: [{ stars: 3 }, {}] }", []],
    ["{ NameOf2ndEditor: \"Babbage\" }", ["Notes"]],
    ["{ author: { born_lt: 1800 } }", ["Connexion"]],
    ["{ author: { teacher: { handle: \"mary\" } } }", ["Notes"]],
    ["{ author_exists: false }", ["Anonymous"]],
    ["{ cover: { painter: { handle_gt: \"l\" } } }", ["Notes"]],
    ["{ item_reviews_in: [{ critic: { born: 1780 } }] }", ["Notes"]],
    ["{ translators_in: [{ handle: \"luigi\" }] }", ["Notes"]],
    ["{ translators_nin: [{ handle: \"luigi\" }] }", ["Connexion", "Sketch", "Anonymous"]],
    ["{ OR: [{ pages: 414 }, { AND: [{ pages: 66 }, { lent: false }] }] }", ["Notes", "Connexion"]]
  ])("finds what meets %s", async (query, expected) => {
    const found = await data(`{ books(query: ${query}) { title } }`)
    assert.deepStrictEqual(found, { books: expected.map((title) => ({ title })) })
  })

  it.each<[string, ReadonlyArray<string>]>([
    ["sortBy: TITLE_ASC", ["Anonymous", "Connexion", "Notes", "Sketch"]],
    ["sortBy: PAGES_ASC", ["Sketch", "Notes", "Anonymous", "Connexion"]],
    ["sortBy: PAGES_DESC", ["Connexion", "Notes", "Anonymous", "Sketch"]],
    ["sortBy: COPIES_DESC, limit: 2", ["Notes", "Connexion"]],
    ["sortBy: AUTHOR_DESC, limit: 1", ["Connexion"]],
    ["sortBy: null, limit: -1", ["Notes"]],
    ["limit: 0", all],
    ["query: null, limit: null", all]
  ])("lists with %s", async (args, expected) => {
    assert.deepStrictEqual(await data(`{ books(${args}) { title } }`), { books: expected.map((title) => ({ title })) })
  })

  it("takes variables as an object and as its JSON text, and the name of an operation", async () => {
    const query =
      `query Others { movies { title } } query Ours($where: BookQueryInput) { book(query: $where) { title } }`
    const variables = { where: { pages_gt: 100, printed: null } }
    for (const given of [variables, JSON.stringify(variables)]) {
      const found = await data(query, { variables: given, operationName: "Ours" })
      assert.deepStrictEqual(found, { book: { title: "Connexion" } })
    }
  })

  it("takes an empty name of an operation for none", async () => {
    const query = `query Ours { book(query: { pages_gt: 100, printed: null }) { title } }`
    assert.deepStrictEqual(await data(query, { operationName: "" }), { book: { title: "Connexion" } })
  })
})
