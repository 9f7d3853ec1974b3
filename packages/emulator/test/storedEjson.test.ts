import { decodeDocument, encodeDocument } from "@atlas-bearer/emulator/storedEjson"
import { assert, describe, it } from "@effect/vitest"

const id = "000000000000000000000001"
const types = ["objectId", "string", "bool", "int", "long", "double", "decimal", "date", "timestamp"]
const properties = Object.fromEntries(types.map((bsonType) => [bsonType, { bsonType }]))

const document = {
  objectId: id,
  string: id,
  bool: true,
  int: 5,
  long: "9007199254740993",
  double: 5,
  decimal: 1.5,
  date: "1970-01-01T00:00:01.500Z",
  timestamp: "1970-01-01T00:00:01.000Z"
}
const encoded = {
  objectId: { $oid: id },
  string: id,
  bool: true,
  int: { $numberInt: "5" },
  long: { $numberLong: "9007199254740993" },
  double: { $numberDouble: "5" },
  decimal: { $numberDecimal: "1.5" },
  date: { $date: { $numberLong: "1500" } },
  timestamp: { $timestamp: { t: 1, i: 0 } }
}

describe("storedEjson", () => {
  it("writes each type as its collection's schema has it", () => {
    const schema = { properties: { ...properties, list: { bsonType: "array", items: { properties } } } }
    assert.deepStrictEqual(encodeDocument(schema, { ...document, list: [document, null] }), {
      ...encoded,
      list: [encoded, null]
    })
  })

  it("writes what the schema does not name as JSON tells it, but an id as MongoDB's", () => {
    assert.deepStrictEqual(encodeDocument({}, { _id: id, other: id, n: 5, within: { n: 0.5 } }), {
      _id: { $oid: id },
      other: id,
      n: { $numberInt: "5" },
      within: { n: { $numberDouble: "0.5" } }
    })
    assert.deepStrictEqual(encodeDocument({}, { _id: "done" }), { _id: "done" })
    assert.deepStrictEqual(encodeDocument({ properties: { _id: { bsonType: "string" } } }, { _id: id }), { _id: id })
  })
  it("reads what it writes, and the relaxed form", () => {
    const nested = { ...encoded, list: [encoded, null], within: { encoded } }
    assert.deepStrictEqual(decodeDocument(nested), {
      ...document,
      list: [document, null],
      within: { encoded: document }
    })
    const relaxed = { date: { $date: "1970-01-01T00:00:01.5Z" }, int: 5, long: { $numberLong: "5" } }
    assert.deepStrictEqual(decodeDocument(relaxed), { date: "1970-01-01T00:00:01.500Z", int: 5, long: 5 })
    assert.deepStrictEqual(decodeDocument(document), document)
  })

  it.each([
    { $oid: "done" },
    { $numberDecimal: "NaN" },
    { $numberDouble: "Infinity" },
    { $date: "soon" },
    { $timestamp: 1 },
    { $timestamp: {} },
    { $uuid: "5997529e-4622-4c6e-82fb-6dda00000000" },
    { $binary: { base64: "aGk=", subType: "00" } },
    { $oid: id, $date: "1970-01-01T00:00:01Z" },
    {}
  ])("leaves as it is written what stands for nothing that is stored: %j", (value) => {
    assert.deepStrictEqual(decodeDocument({ value }), { value })
  })
})
