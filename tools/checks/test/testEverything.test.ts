import { assert, describe, it } from "vitest"
import { totals } from "../src/testEverything.ts"

describe("totals", () => {
  it("adds up the closing lines of several runs", () => {
    const output = [
      "\u001B[2m Test Files \u001B[22m \u001B[1m\u001B[32m2 passed\u001B[39m\u001B[22m\u001B[90m (2)\u001B[39m",
      "      Tests  10 passed (10)",
      "   Duration  1.00s",
      " Test Files  1 failed | 1 passed (2)",
      "      Tests  1 failed | 4 passed | 2 skipped (7)"
    ].join("\n")
    assert.strictEqual(
      totals(output),
      " Test Files  3 passed | 1 failed (4)\n      Tests  14 passed | 1 failed | 2 skipped (17)"
    )
  })

  it("is empty when no test ran", () => {
    assert.strictEqual(totals("Found 0 warnings and 0 errors."), "")
  })
})
