import type { FaultInput } from "@atlas-bearer/emulator/Fault"
import { Faults } from "@atlas-bearer/emulator/Faults"
import { VirtualClock } from "@atlas-bearer/emulator/VirtualClock"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { action, faulted, provided, run, seen } from "./faulting.ts"

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
