import * as GraphqlSchema from "@atlas-bearer/emulator/graphql/GraphqlSchema"
import { assert, describe, it } from "@effect/vitest"
import * as Graphql from "graphql"
import { books, taxa } from "./library.ts"

describe("collections that GraphQL cannot show as they are", () => {
  const only = (...collections: Parameters<typeof GraphqlSchema.make>[0]) => GraphqlSchema.make(collections)

  it("leaves out a collection without fields, and cannot do without all", () => {
    const empty = { collection: "empty", jsonSchema: { properties: { any: { bsonType: "mixed" } } }, relationships: {} }
    assert.notInclude(Object.keys(only(taxa, empty).getTypeMap()), "Empty")
    assert.throws(() => only(empty), "no collection of the app has a schema with fields")
  })

  it("says when two collections make the same fields or types", () => {
    const titled = (title: string) => ({ ...taxa, collection: title, jsonSchema: { ...taxa.jsonSchema, title } })
    assert.throws(() => only(taxa, titled("Taxa")), "\"taxa\" of Query: give the schema of one of them another title")
    assert.throws(() => only(taxa, titled("TaxaAdminDatum")), "TaxaAdminDatum")
  })

  it("shows a relationship to an unknown collection as the value it is", () => {
    assert.match(Graphql.printSchema(only(books)), /author: String\n/)
  })

  it("lets a field go before the condition and the change of the same name", () => {
    const properties = { year: { bsonType: "int" }, year_gt: { bsonType: "string" }, year_inc: { bsonType: "bool" } }
    const schema = only({ collection: "films", jsonSchema: { properties }, relationships: {} })
    assert.match(Graphql.printSchema(schema), /year_gt: String\n/)
    assert.notMatch(Graphql.printSchema(schema), /year_inc: Int\n/)
  })

  it("takes a field for what it is, even if it is called as every object's properties are", () => {
    const properties = { constructor: { bsonType: "int" }, toString: { bsonType: "string" } }
    const schema = only({ collection: "films", jsonSchema: { properties }, relationships: {} })
    assert.match(Graphql.printSchema(schema), /type Film \{\n {2}constructor: Int\n {2}toString: String\n\}/)
  })
})
