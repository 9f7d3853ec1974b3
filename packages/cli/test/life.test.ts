import { assert, describe, it } from "@effect/vitest"
import * as life from "../src/internal/life.ts"

describe("life", () => {
  it.each([[0, "0 s"], [-3, "0 s"], [59.9, "59 s"], [60, "1 min"], [1752, "29 min 12 s"], [90_061, "1 d 1 h"]])(
    "says %d seconds in words",
    (seconds, words) => assert.strictEqual(life.inWords(seconds), words)
  )

  it("tells an instant in UTC, and shows what is none as it is", () => {
    assert.strictEqual(life.instant(1_795_359_097), "2026-11-22T14:51:37Z")
    assert.strictEqual(life.instant(1e300), "1e+300")
  })
})
