import * as Ejson from "@atlas-bearer/core/Ejson"
import { assert, describe, it } from "@effect/vitest"
import type { Schema } from "effect"

const both: ReadonlyArray<readonly [unknown, Schema.Json]> = [
  [null, null],
  [true, true],
  ["text", "text"],
  [1, { $numberInt: "1" }],
  [-2147483648, { $numberInt: "-2147483648" }],
  [2147483648, { $numberLong: "2147483648" }],
  [1.5, { $numberDouble: "1.5" }],
  [-0, { $numberDouble: "-0.0" }],
  [NaN, { $numberDouble: "NaN" }],
  [-Infinity, { $numberDouble: "-Infinity" }],
  [9007199254740993n, { $numberLong: "9007199254740993" }],
  [new Date(1234), { $date: { $numberLong: "1234" } }],
  [[1, ["a"]], [{ $numberInt: "1" }, ["a"]]],
  [{ a: { b: new Date(-1) } }, { a: { b: { $date: { $numberLong: "-1" } } } }],
  [{ $oid: "5e13a41e1b38d358430ed1f3" }, { $oid: "5e13a41e1b38d358430ed1f3" }],
  [{ $numberDecimal: "0.1" }, { $numberDecimal: "0.1" }],
  [{ $binary: { base64: "AA==", subType: "00" } }, { $binary: { base64: "AA==", subType: "00" } }],
  [JSON.parse("{\"__proto__\":{\"a\":1}}"), JSON.parse("{\"__proto__\":{\"a\":{\"$numberInt\":\"1\"}}}")]
]

class ObjectId {
  toExtendedJSON() {
    return { $oid: "5e13a41e1b38d358430ed1f3" }
  }
}

describe("Ejson", () => {
  it.each(both)("writes and reads %o", (value, written) => {
    assert.deepStrictEqual(Ejson.encode(value), written)
    assert.deepStrictEqual(Ejson.decode(written), value)
  })

  it.each<[unknown, Schema.Json]>([
    [undefined, null],
    [{ a: undefined, b: () => 1 }, {}],
    [[undefined], [null]],
    [{ id: new ObjectId() }, { id: { $oid: "5e13a41e1b38d358430ed1f3" } }],
    [new URL("http://a.test/"), "http://a.test/"],
    [2 ** 64, { $numberDouble: "18446744073709552000" }],
    [2n ** 64n, { $numberDecimal: "18446744073709551616" }]
  ])("writes %o", (value, written) => assert.deepStrictEqual(Ejson.encode(value), written))

  it.each<[Schema.Json, unknown]>([
    [1, 1],
    [{ $date: "1970-01-01T00:00:01Z" }, new Date(1000)],
    [{ $numberLong: "5" }, 5],
    [{ $numberDouble: "1e300" }, 1e300],
    [{ $numberInt: "1", more: 2 }, { $numberInt: "1", more: 2 }],
    [{ $numberInt: 1 }, { $numberInt: 1 }],
    [{ $numberLong: "" }, { $numberLong: "" }],
    [{ $date: "never" }, { $date: "never" }]
  ])("reads %o", (written, value) => assert.deepStrictEqual(Ejson.decode(written), value))
})
