import { describe, it } from "@effect/vitest"
import { has, listed, logical, ordered } from "./members.ts"

describe("the inputs of collections", () => {
  it("has conditions on every field, by its type", () => {
    has(
      "BookQueryInput",
      ...logical("BookQueryInput"),
      ...ordered("_id", "ObjectId"),
      ...ordered("title", "String"),
      ...ordered("pages", "Int"),
      ...ordered("copies", "Long"),
      ...ordered("price", "Float"),
      ...ordered("weight", "Float"),
      "lent: Boolean",
      "lent_exists: Boolean",
      "lent_ne: Boolean",
      ...ordered("printed", "DateTime"),
      ...ordered("changed", "DateTime"),
      ...listed("tags", "String"),
      "cover: BookCoverQueryInput",
      "cover_exists: Boolean",
      ...listed("item_reviews", "BookItem_reviewQueryInput"),
      ...ordered("NameOf2ndEditor", "String"),
      "author: History_personQueryInput",
      "author_exists: Boolean",
      ...listed("translators", "History_personQueryInput")
    )
    has(
      "BookCoverQueryInput",
      ...logical("BookCoverQueryInput"),
      ...ordered("color", "String"),
      "gilded: Boolean",
      "gilded_exists: Boolean",
      "gilded_ne: Boolean",
      ...listed("spine_parts", "Int"),
      "painter: History_personQueryInput",
      "painter_exists: Boolean"
    )
  })

  it("has inputs for new documents, which say what is required", () => {
    has(
      "BookInsertInput",
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
      "cover: BookCoverInsertInput",
      "item_reviews: [BookItem_reviewInsertInput]",
      "NameOf2ndEditor: String",
      "author: BookAuthorRelationInput",
      "translators: BookTranslatorsRelationInput"
    )
    const cover = ["color: String!", "gilded: Boolean", "spine_parts: [Int]", "painter: BookCoverPainterRelationInput"]
    has("BookCoverInsertInput", ...cover)
  })

  it("has inputs for changes: every field may go, and Int and Float may grow, but not Long", () => {
    const field = (name: string, type: string) => [`${name}: ${type}`, `${name}_unset: Boolean`]
    has(
      "BookUpdateInput",
      ...field("_id", "ObjectId"),
      ...field("title", "String"),
      ...field("pages", "Int"),
      "pages_inc: Int",
      ...field("copies", "Long"),
      ...field("price", "Float"),
      "price_inc: Float",
      ...field("weight", "Float"),
      "weight_inc: Float",
      ...field("lent", "Boolean"),
      ...field("printed", "DateTime"),
      ...field("changed", "DateTime"),
      ...field("tags", "[String]"),
      ...field("cover", "BookCoverUpdateInput"),
      ...field("item_reviews", "[BookItem_reviewUpdateInput]"),
      ...field("NameOf2ndEditor", "String"),
      ...field("author", "BookAuthorRelationInput"),
      ...field("translators", "BookTranslatorsRelationInput")
    )
    has(
      "BookItem_reviewUpdateInput",
      ...field("stars", "Int"),
      "stars_inc: Int",
      ...field("by", "String"),
      ...field("critic", "BookItem_reviewCriticRelationInput")
    )
  })

  it("relates to other documents by their keys or makes them, one or many", () => {
    has("BookAuthorRelationInput", "create: History_personInsertInput", "link: String")
    has("BookCoverPainterRelationInput", "create: History_personInsertInput", "link: String")
    has("BookTranslatorsRelationInput", "create: [History_personInsertInput]", "link: [String]")
    has("History_personBooksRelationInput", "create: [BookInsertInput]", "link: [ObjectId]")
  })

  it("sorts by single values, related documents among them, but not by Boolean", () => {
    const both = (field: string) => [`${field}_ASC`, `${field}_DESC`]
    const fields = ["_ID", "TITLE", "PAGES", "COPIES", "PRICE", "WEIGHT", "PRINTED", "CHANGED"]
    has("BookSortByInput", ...[...fields, "NAMEOF2NDEDITOR", "AUTHOR"].flatMap(both))
    has("History_personSortByInput", ...["_ID", "HANDLE", "BORN", "TEACHER"].flatMap(both))
  })
})
