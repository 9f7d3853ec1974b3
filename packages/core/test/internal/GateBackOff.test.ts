import type { RateLimit } from "@atlas-bearer/core/RateLimit"
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import * as Gate from "../../src/internal/Gate.ts"
import { bucket, fill, left, start, waitFor, window } from "./driving.ts"

const unit = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))

/** The waits after refusals in a row that say nothing, each of a probe. */
const waits = (gate: Gate.Gate, jitters: ReadonlyArray<number>, rate: RateLimit = {}, from = start) => {
  let now = from
  return jitters.map((jitter) => {
    fill(gate, now, 1)
    gate.refuse(rate, now, jitter)
    const wait = gate.next(now) - now
    now += wait
    return wait
  })
}

describe("a gate that is not told how long to wait", () => {
  it("doubles its longest wait from 200 ms to 10 s", () =>
    assert.deepStrictEqual(waits(Gate.make(), [1, 1, 1, 1, 1, 1, 1, 1]), [
      200,
      400,
      800,
      1600,
      3200,
      6400,
      10_000,
      10_000
    ]))

  it("takes a wait of nothing as none told", () =>
    assert.deepStrictEqual(waits(Gate.make(), [1, 1, 1], waitFor(0)), [200, 400, 800]))

  it.prop(
    "waits anything up to that, but never sends at once",
    { jitters: Schema.Array(unit).check(Schema.isMaxLength(12)) },
    ({ jitters }) =>
      waits(Gate.make(), jitters).forEach((wait, index) => {
        assert.isAbove(wait, 0)
        assert.isAtMost(wait, Math.min(10_000, 200 * 2 ** index) + 1e-6)
      })
  )

  it("uses the whole range", () => {
    const [short = 0] = waits(Gate.make(), [0.1])
    const [long = 0] = waits(Gate.make(), [0.9])
    assert.isAtMost(short, 21)
    assert.isAtLeast(long, 179)
  })

  it("begins anew after a success", () => {
    const gate = Gate.make()
    waits(gate, [1, 1, 1, 1])
    fill(gate, start + 5000, 1)
    gate.admit({}, start + 5000)
    assert.deepStrictEqual(waits(gate, [1], {}, start + 6000), [200])
  })

  it("counts the refusals of one opening as one", () => {
    const gate = Gate.make()
    fill(gate, start)
    for (let request = 0; request < 4; request++) gate.refuse({}, start, 1)
    assert.strictEqual(gate.next(start), start + 200)
  })
})

const small = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 50 }))
const millis = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 5000 }))
const step = Schema.Struct({
  what: Schema.Literals(["fill", "fill", "take", "admit", "admit", "refuse", "release", "close", "later"]),
  told: Schema.Literals(["nothing", "nothing", "wait", "window", "bucket", "left", "left without end"]),
  count: small,
  millis,
  jitter: unit
})

/** A bucket is told by refusals only. */
const rateOf = ({ count, millis, told, what }: typeof step.Type): RateLimit => {
  switch (told) {
    case "nothing":
      return {}
    case "wait":
      return waitFor(millis)
    case "window":
      return { limit: window(count, millis + 1) }
    case "bucket":
      return what === "admit" ? {} : { limit: bucket(count, Math.ceil(count / 3), millis + 1) }
    case "left":
      return left(count - 1, millis)
    case "left without end":
      return left(count - 1)
  }
}

describe("any gate", () => {
  it.prop(
    "never waits for a reply that cannot come, and lets somebody go in the end",
    { steps: Schema.Array(step).check(Schema.isMaxLength(30)) },
    ({ steps }) => {
      const gate = Gate.make()
      let now = start
      for (const step of steps) {
        now += step.what === "later" ? step.millis : 1
        const isBusy = gate.inspect().inFlight > 0
        if (step.what === "fill") fill(gate, now, step.count)
        if (step.what === "take") fill(gate, now, 1)
        if (step.what === "admit" && isBusy) gate.admit(rateOf(step), now)
        if (step.what === "refuse" && isBusy) gate.refuse(rateOf(step), now, step.jitter)
        if (step.what === "release" && isBusy) gate.release(now)
        if (step.what === "close") gate.close(rateOf(step), now, step.jitter)
        assert.isAtLeast(gate.inspect().inFlight, 0)
        if (gate.inspect().inFlight === 0) assert.isBelow(gate.next(now), Infinity)
      }
      while (gate.inspect().inFlight > 0) gate.release(now)
      for (let turn = 0; turn < 10 && gate.next(now) > now; turn++) now = gate.next(now)
      assert.strictEqual(fill(gate, now, 1), 1)
      gate.release(now)
      assert.isTrue(gate.isIdle(now + 1e9))
    },
    { timeout: 30_000, arbitrary: { runs: 3000 } }
  )
})
