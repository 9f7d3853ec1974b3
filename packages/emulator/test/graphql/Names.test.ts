import * as Names from "@atlas-bearer/emulator/graphql/Names"
import { assert, describe, it } from "@effect/vitest"

describe("Names", () => {
  it.each([
    ["_id", "_id"],
    ["created_at", "created_at"],
    ["Alleged deployer of AI system", "AllegedDeployerOfAISystem"],
    ["e-mail", "eMail"],
    ["  padded ", "padded"],
    ["2nd place", "ndPlace"],
    ["Straße", "StraE"],
    ["__private", ""],
    ["-__private", ""],
    ["42", ""],
    ["名前", ""]
  ])("shows the field %j as %j", (key, name) => {
    assert.strictEqual(Names.ofField(key), name)
  })

  it.each([
    ["movies", undefined, "Movie", "Movies"],
    ["mice", undefined, "Mouse", "Mice"],
    ["History_incidents", undefined, "History_incident", "History_incidents"],
    ["taxa", undefined, "Taxa", "Taxas"],
    ["news", undefined, "News", "Newss"],
    ["anything", "movie", "Movie", "Movies"],
    ["anything", "Stage play", "StagePlay", "StagePlays"]
  ])("names documents of %s, titled %s, %s and %s", (collection, title, one, many) => {
    const type = Names.ofType(collection, title)
    assert.deepStrictEqual([type, Names.plural(type)], [one, many])
  })

  it.each([
    ["field_list", "TaxaField_list"],
    ["item_fields", "TaxaItem_field"],
    ["adminData", "TaxaAdminDatum"]
  ])("names documents in the field %s %s", (field, type) => {
    assert.strictEqual(Names.ofEmbedded("Taxa", field), type)
  })
})
