import * as ChangeFilter from "@atlas-bearer/emulator/watch/ChangeFilter"
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"

const event = {
  operationType: "update",
  documentKey: { _id: { $oid: "000000000000000000000002" } },
  fullDocument: {
    year: { $numberInt: "1915" },
    price: { $numberDouble: "1.5" },
    printed: { $date: { $numberLong: "1000" } },
    cast: ["Rockliffe", "Anna"],
    parts: [{ n: { $numberInt: "1" } }, { n: { $numberInt: "9" } }],
    none: null
  }
}

describe("ChangeFilter", () => {
  it.each<[object]>([
    [{}],
    [{ operationType: "update", "fullDocument.year": 1915 }],
    [{ "fullDocument.year": { $numberLong: "1915" } }],
    [{ "fullDocument.year": { $gt: 1914, $lte: { $numberDouble: "1915" } } }],
    [{ "fullDocument.price": { $gte: 1.5, $lt: 2 } }],
    [{ "fullDocument.printed": { $gt: { $date: "1970-01-01T00:00:00Z" } } }],
    [{ "fullDocument.printed": { $date: { $numberLong: "1000" } } }],
    [{ "documentKey._id": { $oid: "000000000000000000000002" } }],
    [{ "documentKey._id": { $gt: { $oid: "000000000000000000000001" } } }],
    [{ "fullDocument.cast": "Anna" }],
    [{ "fullDocument.cast": ["Rockliffe", "Anna"] }],
    [{ "fullDocument.parts.n": { $gt: 8 } }],
    [{ "fullDocument.year": { $in: [1, 1915] }, operationType: { $nin: ["insert", "delete"] } }],
    [{ "fullDocument.nope": null, "fullDocument.none": null }],
    [{ "fullDocument.none": { $exists: true }, "fullDocument.nope": { $exists: false } }],
    [{ $or: [{ operationType: "insert" }, { $and: [{ operationType: "update" }, {}] }] }],
    [{ $nor: [{ operationType: "insert" }, { "fullDocument.year": { $ne: 1915 } }] }]
  ])("takes the event by %j", (filter) => {
    const matches = Result.getOrThrow(ChangeFilter.make(JSON.parse(JSON.stringify(filter))))
    assert.isTrue(matches(event))
  })

  it.each<[object]>([
    [{ operationType: "insert" }],
    [{ operationType: "update", "fullDocument.year": 1916 }],
    [{ "fullDocument.year": "1915" }],
    [{ "fullDocument.year": { $gt: 1915 } }],
    [{ "fullDocument.year": { $lt: "2000" } }],
    [{ "fullDocument.year": { $gte: 1900, $lt: 1915 } }],
    [{ "fullDocument.nope": { $lt: 1 } }],
    [{ "fullDocument.constructor": { $exists: true } }],
    [{ "fullDocument.cast": ["Anna"] }],
    [{ "fullDocument.cast": { $ne: "Anna" } }],
    [{ "fullDocument.year": null }],
    [{ "fullDocument.year": { $in: [] } }],
    [{ "documentKey._id": "000000000000000000000002" }],
    [{ $or: [] }],
    [{ $nor: [{ operationType: "update" }] }]
  ])("leaves the event by %j", (filter) => {
    const matches = Result.getOrThrow(ChangeFilter.make(JSON.parse(JSON.stringify(filter))))
    assert.isFalse(matches(event))
  })

  it("refuses what has to be a list and is none", () => {
    const failure = Result.flip(ChangeFilter.make({ a: { $in: "x" } }))
    assert.strictEqual(Result.getOrThrow(failure), "$in needs an array")
  })

  it.each<[object, string]>([
    [{ a: { $regex: "x" } }, "$regex"],
    [{ a: { $not: { $gt: 1 } } }, "$not"],
    [{ $expr: {} }, "$expr"],
    [{ $or: {} }, "$or"],
    [{ $and: [{ $or: [{ a: { $size: 1 } }] }] }, "$size"]
  ])("refuses %j", (filter, operator) => {
    const failure = Result.flip(ChangeFilter.make(JSON.parse(JSON.stringify(filter))))
    assert.strictEqual(Result.getOrThrow(failure), `unknown operator: ${operator}`)
  })
})
