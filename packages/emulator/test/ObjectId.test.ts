import * as ObjectId from "@atlas-bearer/emulator/ObjectId"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"

describe("ObjectId", () => {
  it.effect("starts with the time and differs each time", () =>
    Effect.gen(function*() {
      yield* TestClock.setTime(0x5e1d16ec * 1000)
      const ids = yield* Effect.all(Array.from({ length: 100 }, () => ObjectId.make))
      for (const id of ids) assert.match(id, /^5e1d16ec[0-9a-f]{16}$/)
      assert.strictEqual(new Set(ids).size, 100)
    }))

  it("has one id for one text", () => {
    assert.match(ObjectId.fromText("a"), /^[0-9a-f]{24}$/)
    assert.strictEqual(ObjectId.fromText("a"), ObjectId.fromText("a"))
    assert.notStrictEqual(ObjectId.fromText("a"), ObjectId.fromText("b"))
  })
})
