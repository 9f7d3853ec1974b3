import { Collections } from "@atlas-bearer/emulator/Collections"
import * as Documents from "@atlas-bearer/emulator/graphql/Documents"
import * as Filter from "@atlas-bearer/emulator/graphql/Filter"
import type { JsonObject } from "@atlas-bearer/emulator/graphql/JsonValue"
import { shapesOf } from "@atlas-bearer/emulator/graphql/Shape"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { seededApp, seededStore } from "../seededStore.ts"
import { books, people } from "./library.ts"

const ofLibrary = Effect.gen(function*() {
  const app = yield* seededApp
  const collections = yield* Collections
  for (const collection of [books, people]) yield* collections.create(app, collection)
  const insert = (collection: string, document: JsonObject) => collections.insert(app, collection, document)
  const run = Effect.runSyncWith(yield* Effect.context<never>())
  const documents = Documents.make(run, collections, app)
  const [shape] = shapesOf([books, people])
  if (shape === undefined) return assert.fail("the books have no shape")
  let followed = 0
  const counting: Documents.Documents = {
    ...documents,
    linked: (relation, value) => {
      followed++
      return documents.linked(relation, value)
    }
  }
  return {
    insert,
    matches: (query: JsonObject, book: JsonObject) => Filter.matching(shape, query, counting)(book),
    followed: () => followed
  }
})

describe("Filter", () => {
  it.effect("compares no value with one of another type", () =>
    Effect.gen(function*() {
      const { matches } = yield* ofLibrary
      for (const operator of ["", "_gt", "_gte", "_lt", "_lte"]) {
        assert.isFalse(matches({ [`pages${operator}`]: 5 }, { pages: "5" }), operator)
        assert.isFalse(matches({ [`printed${operator}`]: "2020-01-01T00:00:00Z" }, { printed: "yesterday" }), operator)
        assert.isFalse(matches({ [`title${operator}`]: "a" }, { title: { a: 1 } }), operator)
      }
      assert.isTrue(matches({ pages_ne: 5 }, { pages: "5" }))
      assert.isFalse(matches({ tags_in: ["a"] }, { tags: "a" }))
    }).pipe(seededStore()))

  it.effect("sees no property that the document does not have itself", () =>
    Effect.gen(function*() {
      const { matches } = yield* ofLibrary
      assert.isTrue(matches({ title_exists: false }, {}))
      assert.isTrue(
        matches({ cover: { color_exists: false } }, JSON.parse("{\"__proto__\":{\"cover\":{\"color\":\"x\"}}}"))
      )
    }).pipe(seededStore()))

  it.effect("tests a related document once, however many ways lead to it", () =>
    Effect.gen(function*() {
      const { followed, insert, matches } = yield* ofLibrary
      const ways = Array.from({ length: 10 }, () => "x")
      yield* insert("History_people", { handle: "x", books: ways.map(() => "0".repeat(24)) })
      const book = { _id: "0".repeat(24), title: "x", tags: [], translators: ways }
      yield* insert("books", book)
      // A million ways, six steps long.
      const query = Array.from({ length: 3 }).reduce<JsonObject>(
        (inner) => ({ translators_in: [{ books_in: [inner] }] }),
        { title: "y" }
      )
      assert.isFalse(matches(query, book))
      assert.strictEqual(followed(), 60)
    }).pipe(seededStore()))
})
