import { RateLimited } from "@atlas-bearer/core/OAuthError"
import * as RetryAfter from "@atlas-bearer/core/RetryAfter"
import { assert, describe, it } from "@effect/vitest"
import { Duration } from "effect"

const seconds = (retryAfter: string, date?: string) => {
  const wait = RetryAfter.fromFields({ "retry-after": retryAfter, date })
  return wait && Duration.toSeconds(wait)
}

const now = "Sun, 06 Nov 1994 08:49:37 GMT"

describe("RetryAfter.fromFields", () => {
  it.each([["0", 0], ["7", 7], ["  120 ", 120], ["007", 7], ["1.5", 2], ["0.001", 1], ["3.0", 3]])(
    "takes %j as %i seconds",
    (field, wait) => assert.strictEqual(seconds(field), wait)
  )

  it.each([
    ["Sun, 06 Nov 1994 08:50:07 GMT", "IMF-fixdate"],
    ["Sunday, 06-Nov-94 08:50:07 GMT", "RFC 850"],
    ["Sun Nov  6 08:50:07 1994", "asctime"]
  ])("measures %j, a date as %s, by the reply's own Date", (field) => assert.strictEqual(seconds(field, now), 30))

  it("asks for no wait when the date is past", () =>
    assert.strictEqual(seconds("Sun, 06 Nov 1994 08:00:00 GMT", now), 0))

  it("knows nothing of a date without a Date field that fits", () => {
    assert.isUndefined(seconds("Sun, 06 Nov 1994 08:50:07 GMT"))
    assert.isUndefined(seconds("Sun, 06 Nov 1994 08:50:07 GMT", "yesterday"))
  })

  it.each(["", " ", "-1", "-1.5", "+5", "1e3", "0x10", ".5", "5.", "1,5", "NaN", "Infinity", "soon", "7 seconds"])(
    "ignores %j",
    (field) => assert.isUndefined(seconds(field))
  )

  it("knows nothing without the field", () => assert.isUndefined(RetryAfter.fromFields({ date: now })))

  it.each([20, 400].flatMap((digits) => ["", ".5"].map((end) => [digits, end, "9".repeat(digits) + end] as const)))(
    "survives a number of %i digits%s",
    (_digits, _end, field) => {
      const retryAfter = RetryAfter.fromFields({ "retry-after": field })
      const { message } = new RateLimited({ description: "later", retryAfter })
      assert.include(message, "Too many requests")
    }
  )
})

describe("RetryAfter.toFields", () => {
  it("sends whole seconds, rounded up", () => {
    assert.deepStrictEqual(RetryAfter.toFields(Duration.millis(1200)), { "retry-after": "2" })
    assert.deepStrictEqual(RetryAfter.toFields(Duration.zero), { "retry-after": "0" })
  })

  it("sends no field for no wait", () => assert.deepStrictEqual(RetryAfter.toFields(undefined), {}))
})
