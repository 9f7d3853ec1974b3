import { make } from "@atlas-bearer/emulator/TokenBucket"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"

const between = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

describe("TokenBucket", () => {
  it("refills at the ends of periods that begin with the first use of a full bucket", () => {
    const { take } = make({ capacity: 3, refill: 1, period: 1_000 })
    for (const remaining of [2, 1, 0]) assert.deepStrictEqual(take("a", 5_000), { remaining, wait: 0 })
    assert.deepStrictEqual(take("a", 5_400), { remaining: 0, wait: 600 })
    assert.deepStrictEqual(take("b", 5_400), { remaining: 2, wait: 0 })
    assert.deepStrictEqual(take("a", 6_000), { remaining: 0, wait: 0 })
    assert.deepStrictEqual(take("a", 6_999), { remaining: 0, wait: 1 })
    assert.deepStrictEqual(take("a", 60_000), { remaining: 2, wait: 0 })
  })

  it("waits no longer than a period when the clock was moved back", () => {
    const { take } = make({ capacity: 1, refill: 1, period: 1_000 })
    take("a", 1_000_000)
    assert.deepStrictEqual(take("a", 1_000), { remaining: 0, wait: 1_000 })
    assert.deepStrictEqual(take("a", 2_000), { remaining: 0, wait: 0 })
  })

  it.effect.prop(
    "admits who waits as long as told, and never more than the bucket and its refills",
    {
      capacity: between(1, 5),
      refill: between(1, 5),
      period: between(1, 2_000),
      waits: Schema.Array(between(0, 3_000))
    },
    ({ capacity, period, refill, waits }) =>
      Effect.sync(() => {
        const { take } = make({ capacity, refill, period })
        let now = 1_000_000
        let admitted = 0
        const began = now
        for (const pause of waits) {
          now += pause
          const { wait } = take("a", now)
          if (wait > 0) {
            now += wait
            assert.strictEqual(take("a", now).wait, 0)
          }
          admitted++
          assert.isAtMost(admitted, capacity + refill * (Math.floor((now - began) / period) + 1))
        }
      })
  )
})
