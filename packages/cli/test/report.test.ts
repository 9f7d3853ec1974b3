import { Refused } from "@atlas-bearer/core/ApiError"
import { ClientSecretUnavailable } from "@atlas-bearer/core/ClientSecret"
import { RateLimited } from "@atlas-bearer/core/RateLimited"
import { assert, describe, it } from "@effect/vitest"
import { Duration } from "effect"
import { other } from "../src/internal/Failed.ts"
import * as report from "../src/internal/report.ts"

const plain = { colors: false, json: false }
const wait = Duration.millis(6_400)

describe("report.of", () => {
  it("always tells the seconds to wait, once", () => {
    const limited = report.of(new RateLimited({ description: "login", retryAfter: wait }), plain)
    assert.strictEqual(limited.match(/7 s/g)?.length, 1)
    const refused = new Refused({ operation: "login", status: 503, description: "down", retryAfter: wait })
    assert.match(report.of(refused, plain), / Try again in 7 s\.$/)
    assert.include(JSON.parse(report.of(refused, { colors: false, json: true })).error, {
      tag: "Refused",
      retryAfter: 7
    })
  })

  it("says why a client secret could not be read", () => {
    const error = new ClientSecretUnavailable({ cause: other("The file has mode 0644.") })
    assert.strictEqual(report.of(error, plain), "Error: The file has mode 0644.")
  })

  it("has nothing in it that a terminal obeys, and no line that a server made", () => {
    const description = "no \u001b]0;title\u0007\u009b2J\r\nError: forged"
    const error = new Refused({ operation: "login", status: 401, description })
    assert.include(report.of(error, plain), "no \\u001b]0;title\\u0007\\u009b2J Error: forged")
    assert.notInclude(report.of(error, plain), "\n")
    assert.include(JSON.parse(report.of(error, { colors: false, json: true })).error.message, description)
  })

  it("shows no stack and nothing of what is no error", () => {
    assert.strictEqual(report.of(new TypeError("oops"), plain), "Error: oops")
    assert.notInclude(report.of({ password: "hunter2" }, plain), "hunter2")
  })

  it("has colour when it is asked for", () => {
    assert.include(report.of(other("no"), { colors: true, json: false }), "\u001B[31mError:\u001B[39m no")
  })
})
