import * as RateLimit from "@atlas-bearer/core/RateLimit"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Schema } from "effect"

const names = [
  "ratelimit",
  "ratelimit-policy",
  "ratelimit-limit",
  "ratelimit-remaining",
  "ratelimit-reset",
  "x-ratelimit-limit",
  "x-ratelimit-remaining",
  "x-ratelimit-reset",
  "x-ratelimit-reset-after",
  "retry-after-ms",
  "retry-after",
  "date"
] as const

const number = Schema.Union([
  Schema.String.check(Schema.isPattern(/^-?\d{1,20}(\.\d{0,3})?$/)),
  Schema.Literals(["0", "-0", "1e9", "NaN", "Infinity", "9".repeat(400), `${"9".repeat(400)}.5`, "0.0000000001"])
])
const item = Schema.TemplateLiteral([
  Schema.Literals(["\"a\"", "\"b\"", "a", "\"\"", "\"a,b\""]),
  ";r=",
  number,
  ";t=",
  number
])
const policy = Schema.TemplateLiteral(["\"a\";q=", number, ";w=", number, ",\"b\";q=1", ";w=", number])
const value = Schema.Union([Schema.String, number, item, policy, Schema.Literals(["Sun, 06 Nov 1994 08:49:37 GMT"])])

const fields = Schema.Struct(Object.fromEntries(names.map((name) => [name, Schema.optional(value)])))

const numbers = Schema.Union([Schema.Finite, Schema.Literals([0, -1, 0.5, 1e300, 1e-300]), Schema.Json])
const body = Schema.Union([
  Schema.String,
  Schema.Json,
  Schema.Struct({
    errorCode: Schema.Literals(["RATE_LIMITED", "RATE_LIMITED_TOKEN_BUCKET"]),
    parameters: Schema.Union([
      Schema.Json,
      Schema.Tuple([Schema.String, numbers, numbers]),
      Schema.Tuple([Schema.String, numbers, numbers, numbers, numbers])
    ])
  }),
  Schema.TemplateLiteral(["is limited to ", number, " requests every ", number, " minutes."])
])

const assertTime = (duration: Duration.Duration | undefined, least: number) => {
  if (duration === undefined) return
  const time = Duration.toMillis(duration)
  assert.isTrue(Number.isFinite(time) && time >= least, `${time} ms is no time to reckon with`)
}

const assertCount = (count: number | undefined, least: number) =>
  assert.isTrue(count === undefined || (Number.isFinite(count) && count >= least), `${count} is no count`)

const assertNothing = (text: string) =>
  assert.isTrue(Object.values(RateLimit.fromReply({}, text)).every((value) => value === undefined))

describe("RateLimit.fromReply", () => {
  it.each([
    ["a bucket", { errorCode: "RATE_LIMITED_TOKEN_BUCKET", parameters: ["a", 7, 0, 20, 60] }],
    ["a bucket that is never full enough", {
      errorCode: "RATE_LIMITED_TOKEN_BUCKET",
      parameters: ["a", 7, 0.5, 20, 60]
    }],
    ["too few parameters", { errorCode: "RATE_LIMITED_TOKEN_BUCKET", parameters: ["a", 7] }],
    ["text for a number", { errorCode: "RATE_LIMITED", parameters: ["/x", "10", "5"] }],
    ["a limit of nothing", { errorCode: "RATE_LIMITED", parameters: ["/x", 0, 5] }],
    ["less than one request", { errorCode: "RATE_LIMITED", parameters: ["/x", 0.5, 5] }],
    ["no time", { errorCode: "RATE_LIMITED", parameters: ["/x", 10, -5] }],
    ["no parameters", { errorCode: "RATE_LIMITED" }],
    ["a sentence of nothing", { detail: "limited to 0 requests every 5 minutes" }],
    ["a sentence without time", { detail: "limited to 5 requests every 0 minutes" }],
    ["a sentence of too much", { detail: `limited to ${"9".repeat(400)} requests every ${"9".repeat(400)} minutes` }]
  ])("ignores a body with %s", (_, body) => assertNothing(JSON.stringify(body)))

  it.prop("ignores what is malformed, whatever a reply says", { fields, body }, ({ body, fields }) => {
    for (const text of [typeof body === "string" ? body : "", JSON.stringify(body)]) {
      const { limit, remaining, resetAfter, retryAfter } = RateLimit.fromReply(fields, text)
      assertCount(remaining, 0)
      assertTime(resetAfter, 0)
      assertTime(retryAfter, 0)
      assertCount(limit?._tag === "Window" ? limit.count : limit?.capacity, 1)
      assert.isTrue(limit?._tag !== "Window" || Number.isInteger(limit.count))
      assertTime(limit?._tag === "Window" ? limit.window : limit?.every, Number.MIN_VALUE)
      assertCount(limit?._tag === "Bucket" ? limit.refill : undefined, Number.MIN_VALUE)
    }
  }, { timeout: 30_000, arbitrary: { runs: 2000 } })
})
