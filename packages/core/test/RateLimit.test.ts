import * as RateLimit from "@atlas-bearer/core/RateLimit"
import { assert, describe, it } from "@effect/vitest"
import { Duration } from "effect"

type Fields = Readonly<Record<string, string | undefined>>

const millis = (duration: Duration.Duration | undefined) => duration && Duration.toMillis(duration)

const limitOf = (limit: RateLimit.RateLimit["limit"]) =>
  limit?._tag === "Window"
    ? { count: limit.count, window: millis(limit.window) }
    : limit && { capacity: limit.capacity, refill: limit.refill, every: millis(limit.every) }

/** What is told, and nothing else. Times in milliseconds. */
const read = (fields: Fields, text?: string) => {
  const rate = RateLimit.fromReply(fields, text)
  const told = {
    bucket: rate.bucket,
    limit: limitOf(rate.limit),
    remaining: rate.remaining,
    resetAfter: millis(rate.resetAfter),
    retryAfter: millis(rate.retryAfter)
  }
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined))
}

const bucket = JSON.stringify({ errorCode: "RATE_LIMITED_TOKEN_BUCKET", parameters: ["orgs", 7, 40, 20, 60] })
const window = JSON.stringify({ errorCode: "RATE_LIMITED", parameters: ["/api/x", 10, 5] })
const sentence = (what: string) => JSON.stringify({ error: 429, detail: `Resource /api/x is limited to ${what}.` })

const bucketTold = { bucket: "orgs", retryAfter: 7000, limit: { capacity: 40, refill: 20, every: 60_000 } }

/** Every source, the most exact first, with what it tells of the limit. */
const sources: ReadonlyArray<{ readonly fields: Fields; readonly text?: string; readonly told: object }> = [
  { fields: {}, text: bucket, told: bucketTold },
  { fields: {}, text: window, told: { limit: { count: 10, window: 300_000 } } },
  { fields: {}, text: sentence("30 requests every 1 minutes"), told: { limit: { count: 30, window: 60_000 } } },
  {
    fields: { ratelimit: "\"burst\";r=3;t=9", "ratelimit-policy": "\"burst\";q=20;w=10" },
    told: { remaining: 3, resetAfter: 9000, limit: { count: 20, window: 10_000 } }
  },
  {
    fields: { "ratelimit-limit": "100", "ratelimit-remaining": "5", "ratelimit-reset": "30" },
    told: { remaining: 5, resetAfter: 30_000 }
  },
  { fields: { "retry-after-ms": "1250" }, told: { retryAfter: 1250 } },
  { fields: { "retry-after": "3" }, told: { retryAfter: 3000 } }
]

const date = "Wed, 21 Oct 2015 07:28:00 GMT"
const epoch = 1_445_412_480

describe("RateLimit.fromReply", () => {
  it.each(sources)("reads $fields $text", ({ fields, text, told }) => assert.deepStrictEqual(read(fields, text), told))

  it("knows nothing of a reply that tells nothing", () => assert.deepStrictEqual(read({}), {}))

  it.each([
    ["3 requests every 10 seconds", 3, 10_000],
    ["1 request every 1 minute", 1, 60_000],
    ["600 requests every 2 hours", 600, 7_200_000],
    ["5 requests every 0.5 minutes", 5, 30_000]
  ])(
    "reads the sentence for %j",
    (what, count, window) => assert.deepStrictEqual(read({}, sentence(what)), { limit: { count, window } })
  )

  it.each([
    ["the X- forms", { "x-ratelimit-remaining": "5", "x-ratelimit-reset": "30" }, 30_000],
    [
      "an instant, by the reply's Date",
      { "x-ratelimit-remaining": "5", "x-ratelimit-reset": `${epoch + 12}`, date },
      12_000
    ],
    ["an instant in the past", { "ratelimit-remaining": "5", "ratelimit-reset": `${epoch - 1}`, date }, 0],
    ["Reset-After with a fraction", { "x-ratelimit-remaining": "5", "x-ratelimit-reset-after": "1.5" }, 1500],
    [
      "Reset-After rather than Reset",
      { "x-ratelimit-remaining": "5", "x-ratelimit-reset": "30", "x-ratelimit-reset-after": "0.25" },
      250
    ],
    ["an older draft's list of windows", { "ratelimit-remaining": "5, 5;w=1", "ratelimit-reset": "30" }, 30_000]
  ])("reads %s", (_, fields, resetAfter) => assert.deepStrictEqual(read(fields), { remaining: 5, resetAfter }))

  it("reads the field without X- before the one with it", () =>
    assert.strictEqual(read({ "ratelimit-remaining": "1", "x-ratelimit-remaining": "9" })["remaining"], 1))

  it.each([
    ["needs Date", `${epoch}`],
    ["may have a fraction", `${epoch}.123`]
  ])(
    "never takes a reset that is an instant for a wait: it %s",
    (_, reset) =>
      assert.isBelow(Number(read({ "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset })["resetAfter"] ?? 0), 1e9)
  )

  it("takes the tightest of several limits, with its own policy", () => {
    const fields = {
      ratelimit: "\"day\";r=900;t=4000, \"burst\";r=2;t=5, \"hour\";r=50;t=600",
      "ratelimit-policy": "\"hour\";q=100;w=3600,\"burst\";q=10;w=5, \"day\";q=1000;w=86400"
    }
    assert.deepStrictEqual(read(fields), {
      remaining: 2,
      resetAfter: 5000,
      limit: { count: 10, window: 5000 }
    })
  })

  it.each(["\"a\";q=10", "\"a\";q=10;w=0", "\"a\";q=0;w=10", "\"a\";q=x;w=10", "\"b\";q=10;w=10", "a", ""])(
    "knows no limit from the policy %j",
    (policy) => {
      const fields = { ratelimit: "\"a\";r=1;t=2", "ratelimit-policy": policy }
      assert.deepStrictEqual(read(fields), { remaining: 1, resetAfter: 2000 })
    }
  )

  it("knows what is left without knowing until when", () =>
    assert.deepStrictEqual(read({ ratelimit: "\"a\";r=0" }), { remaining: 0 }))

  it.each(sources.slice(1).map((source, index) => ({ ...source, better: sources[index] ?? source })))(
    "prefers $better.told to $told",
    ({ better, fields, text }) => {
      const both = read({ ...fields, ...better.fields }, `${better.text ?? ""}${better.text ? "" : text ?? ""}`)
      for (const [key, value] of Object.entries(better.told)) assert.deepStrictEqual(both[key], value)
    }
  )

  it("does not mix one source's time with another's count", () =>
    assert.deepStrictEqual(read({ ratelimit: "\"a\";r=4", "ratelimit-remaining": "1", "ratelimit-reset": "30" }), {
      remaining: 4
    }))

  it("asks for no wait of its own when a bucket's wait is none", () => {
    const body = JSON.stringify({ errorCode: "RATE_LIMITED_TOKEN_BUCKET", parameters: ["orgs", 0, 40, 20, 60] })
    assert.strictEqual(read({ "retry-after": "2" }, body)["retryAfter"], 2000)
  })
})
