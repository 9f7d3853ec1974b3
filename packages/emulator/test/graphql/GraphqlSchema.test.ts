import { assert, describe, it } from "@effect/vitest"
import { has, schema } from "./members.ts"

describe("the GraphQL schema of collections", () => {
  it("has the documents' types, with names that GraphQL allows", () => {
    has(
      "Book",
      "_id: ObjectId",
      "title: String!",
      "pages: Int",
      "copies: Long",
      "price: Float",
      "weight: Float",
      "lent: Boolean",
      "printed: DateTime",
      "changed: DateTime",
      "tags: [String]!",
      "cover: BookCover",
      "item_reviews: [BookItem_review]",
      "NameOf2ndEditor: String",
      "author: History_person",
      "translators: [History_person]"
    )
    has("BookCover", "color: String!", "gilded: Boolean", "spine_parts: [Int]", "painter: History_person")
    has("BookItem_review", "stars: Int", "by: String", "critic: History_person")
    has("TaxaAdminDatum", "note: String")
  })

  it("finds one document and many", () => {
    const fields = (one: string, many: string, type: string) => [
      `${one}(query: ${type}QueryInput): ${type}`,
      `${many}(query: ${type}QueryInput, limit: Int = 100, sortBy: ${type}SortByInput): [${type}]!`
    ]
    has(
      "Query",
      ...fields("book", "books", "Book"),
      ...fields("history_person", "history_people", "History_person"),
      ...fields("taxa", "taxas", "Taxa")
    )
  })

  it("changes one document and many", () => {
    const fields = (one: string, many: string) => [
      `insertOne${one}(data: ${one}InsertInput!): ${one}`,
      `insertMany${many}(data: [${one}InsertInput!]!): InsertManyPayload`,
      `updateOne${one}(query: ${one}QueryInput, set: ${one}UpdateInput!): ${one}`,
      `updateMany${many}(query: ${one}QueryInput, set: ${one}UpdateInput!): UpdateManyPayload`,
      `upsertOne${one}(query: ${one}QueryInput, data: ${one}InsertInput!): ${one}`,
      `replaceOne${one}(query: ${one}QueryInput, data: ${one}InsertInput!): ${one}`,
      `deleteOne${one}(query: ${one}QueryInput!): ${one}`,
      `deleteMany${many}(query: ${one}QueryInput): DeleteManyPayload`
    ]
    has(
      "Mutation",
      ...fields("Book", "Books"),
      ...fields("History_person", "History_people"),
      ...fields("Taxa", "Taxas")
    )
    has("InsertManyPayload", "insertedIds: [ObjectId]!")
    has("UpdateManyPayload", "matchedCount: Int!", "modifiedCount: Int!")
    has("DeleteManyPayload", "deletedCount: Int!")
  })

  it("has nothing else", () => {
    const inputs = (type: string) => [type, ...["Query", "Insert", "Update"].map((kind) => `${type}${kind}Input`)]
    const single = "Query Mutation InsertManyPayload UpdateManyPayload DeleteManyPayload"
    const scalars = "ObjectId String Int Long Float Boolean DateTime"
    const expected = [
      ...`${single} ${scalars}`.split(" "),
      ...["Book", "BookCover", "BookItem_review", "History_person", "Taxa", "TaxaAdminDatum"].flatMap(inputs),
      ...["Book", "History_person", "Taxa"].map((type) => `${type}SortByInput`),
      ...[
        "BookAuthor",
        "BookTranslators",
        "BookCoverPainter",
        "BookItem_reviewCritic",
        "History_personTeacher",
        "History_personBooks"
      ]
        .map((field) => `${field}RelationInput`)
    ]
    const types = Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith("__"))
    assert.deepStrictEqual(types.toSorted(), expected.toSorted())
  })
})
