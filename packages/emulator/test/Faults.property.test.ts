import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { action, run } from "./faulting.ts"

describe("a run with chances", () => {
  const When = Schema.Struct({ probability: Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 })) })
  const Whens = Schema.Array(When).check(Schema.isMinLength(1), Schema.isMaxLength(4))

  it.effect.prop(
    "follows from its seed",
    [Schema.Int, Whens],
    ([seed, whens]) =>
      Effect.gen(function*() {
        const rules = whens.map((when) => ({ action, when }))
        assert.deepStrictEqual(yield* run(rules, 50, seed), yield* run(rules, 50, seed))
      })
  )

  it.effect("differs between seeds, and faults about the fraction that it should", () =>
    Effect.gen(function*() {
      const rule = { action, when: { probability: 0.3 } }
      const runs = yield* Effect.forEach([0, 1, 2, 3, -4, 2 ** 40], (seed) => run([rule], 2_000, seed))
      assert.strictEqual(new Set(runs.map((met) => met.join())).size, runs.length)
      for (const met of runs) assert.approximately(met.length / 2_000, 0.3, 0.05)
    }))

  it.effect("is the same for a rule with a seed of its own, whatever stands before it", () =>
    Effect.gen(function*() {
      const rule = { action, when: { probability: 0.5, seed: 7 } }
      const never = { action, when: { probability: 0 } }
      assert.deepStrictEqual(yield* run([rule], 100, 1), yield* run([never, rule], 100, 2))
    }))
})
