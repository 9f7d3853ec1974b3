import type { FaultInput } from "@atlas-bearer/emulator/Fault"
import { Faults } from "@atlas-bearer/emulator/Faults"
import { VirtualClock } from "@atlas-bearer/emulator/VirtualClock"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Schema } from "effect"
import type { Seen } from "../src/faults/Seen.ts"

const action = { type: "hang" } as const
const seen: Seen = {
  method: "POST",
  path: "/api/oauth/token",
  app: "myapp-abcde",
  client: ["mdb_sa_id_1", "127.0.0.1", "curl/8.5.0"],
  hasAccessToken: false
}

const provided = (seed = 0) => Effect.provide(Layer.provideMerge(Faults.layer({ seed }), VirtualClock.layer))

/** Which of so many requests are faulted, counted from 1. */
const faulted = (count: number) =>
  Effect.gen(function*() {
    const faults = yield* Faults
    const met: Array<number> = []
    for (let request = 1; request <= count; request++) if ((yield* faults.meet(seen)).length > 0) met.push(request)
    return met
  })

const run = (rules: ReadonlyArray<FaultInput>, count: number, seed?: number) =>
  Effect.gen(function*() {
    const faults = yield* Faults
    for (const rule of rules) yield* faults.arm(rule)
    return yield* faulted(count)
  }).pipe(provided(seed))

describe("Faults", () => {
  it.effect.each<[FaultInput["when"], ReadonlyArray<number>]>([
    [undefined, [1, 2, 3, 4, 5, 6]],
    [{ nth: 3 }, [3]],
    [{ nth: [1, 4] }, [1, 4]],
    [{ times: 2 }, [1, 2]],
    [{ every: 2 }, [2, 4, 6]],
    [{ every: 2, times: 2 }, [2, 4]],
    [{ probability: 0 }, []],
    [{ probability: 1, times: 1 }, [1]]
  ])("with when = %j faults %j of six requests", ([when, expected]) =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* run([{ action, when }], 6), expected)
    }))

  it.effect.each<[FaultInput["match"], boolean]>([
    [{ method: "post" }, true],
    [{ method: "GET" }, false],
    [{ path: "/api/oauth/token" }, true],
    [{ path: "/api/*/token" }, true],
    [{ path: "/api/oauth" }, false],
    [{ path: "/api.oauth/token" }, false],
    [{ app: "myapp-*" }, true],
    [{ app: "other-*" }, false],
    [{ client: "mdb_sa_id_1" }, true],
    [{ client: "127.0.0.1" }, true],
    [{ client: "curl/*" }, true],
    [{ client: "wget" }, false],
    [{ client: "curl/*", method: "PUT" }, false]
  ])("with match = %j: %s", ([match, expected]) =>
    Effect.gen(function*() {
      assert.strictEqual((yield* run([{ action, match }], 1)).length === 1, expected)
    }))

  it.effect("counts the requests that a rule matches, not the others", () =>
    Effect.gen(function*() {
      const faults = yield* Faults
      yield* faults.arm({ action, match: { method: "GET" }, when: { nth: 2 } })
      yield* faults.meet(seen)
      yield* faults.meet({ ...seen, method: "GET" })
      assert.lengthOf(yield* faults.meet({ ...seen, method: "GET" }), 1)
      assert.deepStrictEqual((yield* faults.armed).map(({ fired, matched }) => [matched, fired]), [[2, 1]])
    }).pipe(provided()))

  it.effect("takes the first that is due, and the delays before it", () =>
    Effect.gen(function*() {
      const faults = yield* Faults
      yield* faults.arm({ action: { type: "delay", for: "1 second" } })
      yield* faults.arm({ action: { type: "reset" }, when: { nth: 2 } })
      yield* faults.arm({ action })
      const types = Effect.map(faults.meet(seen), (met) => met.map(({ action }) => action.type))
      assert.deepStrictEqual(yield* types, ["delay", "hang"])
      assert.deepStrictEqual(yield* types, ["delay", "reset"])
    }).pipe(provided()))

  it.effect("begins and ends at times of the emulator's clock", () =>
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      const faults = yield* Faults
      yield* clock.set(1_000_000)
      yield* faults.arm({ action, when: { after: "1 minute", until: 1_120_000 } })
      assert.isEmpty(yield* faulted(1))
      yield* clock.advance("1 minute")
      assert.deepStrictEqual(yield* faulted(1), [1])
      yield* clock.advance("1 minute")
      assert.isEmpty(yield* faulted(1))
    }).pipe(provided()))

  it.effect("refuses access tokens alone when access is refused", () =>
    Effect.gen(function*() {
      const faults = yield* Faults
      yield* faults.arm({ action: { type: "accessRefused" } })
      assert.isEmpty(yield* faults.meet(seen))
      assert.lengthOf(yield* faults.meet({ ...seen, hasAccessToken: true }), 1)
    }).pipe(provided()))

  it.effect("disarms one, or all", () =>
    Effect.gen(function*() {
      const faults = yield* Faults
      const first = yield* faults.arm({ action })
      yield* faults.arm({ action })
      assert.isTrue(yield* faults.disarm(first))
      assert.isFalse(yield* faults.disarm(first))
      assert.lengthOf(yield* faults.armed, 1)
      yield* faults.clear
      assert.isTrue(faults.isEmpty())
    }).pipe(provided()))

  it.effect.each<[unknown, string]>([
    [{ action: { type: "status" } }, "status"],
    [{ action: { type: "explode" } }, "action"],
    [{ action, when: { probability: 2 } }, "probability"],
    [{ action, when: { nht: 1 } }, "nht"],
    [{ action, match: { path: "" } }, "path"]
  ])("says what is wrong with %j", ([fault, name]) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(Faults.use(({ arm }) => arm(fault as FaultInput)))
      assert.strictEqual(error.option, "fault")
      assert.include(error.reason, name)
    }).pipe(provided()))
})

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
