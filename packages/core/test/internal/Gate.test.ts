import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import * as Gate from "../../src/internal/Gate.ts"
import { admit, fill, left, refusedAfter, start, waitFor, window } from "./driving.ts"

const unit = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))
const wait = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000_000 }))

describe("an open gate", () => {
  it("lets four go at once, and no more before a reply", () => {
    const gate = Gate.make()
    assert.strictEqual(fill(gate, start), 4)
    assert.strictEqual(gate.next(start), Infinity)
    assert.strictEqual(gate.next(start + 1e9), Infinity)
  })

  it("lets more go with each success, without end", () => {
    const gate = Gate.make()
    let before = 0
    for (let round = 0; round < 8; round++) {
      const sent = fill(gate, start + round)
      assert.isAbove(sent, before)
      admit(gate, start + round, sent)
      before = sent
    }
    assert.isAtLeast(before, 100)
  })

  it("lets no more go than twice what ever was on its way", () => {
    const gate = Gate.make()
    for (let call = 0; call < 100; call++) {
      gate.take(start)
      gate.admit({}, start)
    }
    assert.strictEqual(fill(gate, start), 4)
  })

  it("remembers for a minute what it let go at once, and nothing of calls that came one by one", () => {
    const [used, single] = [Gate.make(), Gate.make()]
    admit(used, start, fill(used, start))
    single.take(start)
    single.admit({}, start)
    assert.isTrue(single.isIdle(start))
    assert.isFalse(used.isIdle(start + 59_999))
    assert.isTrue(used.isIdle(start + 60_000))
  })

  it("lets no more go after a failure than before it", () => {
    const gate = Gate.make()
    fill(gate, start)
    for (let place = 0; place < 4; place++) gate.release(start)
    assert.strictEqual(fill(gate, start), 4)
  })
})

describe("a closed gate", () => {
  it("lets nobody go before the instant it was told", () => {
    const gate = refusedAfter(1)
    assert.strictEqual(gate.closedUntil(), start + 2000)
    assert.strictEqual(gate.next(start), start + 2000)
    assert.strictEqual(gate.next(start + 1999.999), start + 2000)
    assert.strictEqual(gate.next(start + 2000), start + 2000)
  })

  it.prop(
    "adds jitter after the instant: never before, at most 2 % and a second",
    { wait, jitter: unit },
    ({ jitter, wait }) => {
      const gate = refusedAfter(1, waitFor(wait), jitter)
      assert.isAtLeast(gate.closedUntil(), start + wait)
      assert.isAtMost(gate.closedUntil(), start + wait + Math.min(1000, wait * 0.02) + 1e-6)
    }
  )

  it("spreads the processes that were told the same", () =>
    assert.isAbove(refusedAfter(1, waitFor(1e6), 1).closedUntil(), refusedAfter(1, waitFor(1e6), 0.5).closedUntil()))

  it("survives a wait of three centuries", () =>
    assert.isAtLeast(refusedAfter(1, waitFor(9_999_999_999_000)).next(start), start + 9_999_999_999_000))

  it("waits for the latest instant of several refusals", () => {
    const gate = Gate.make()
    fill(gate, start)
    gate.refuse(waitFor(2000), start, 0)
    gate.refuse(waitFor(500), start + 10, 0)
    assert.strictEqual(gate.next(start + 20), start + 2000)
    gate.refuse(waitFor(3000), start + 30, 0)
    assert.strictEqual(gate.next(start + 40), start + 3030)
  })

  it("stays closed when a late success comes in", () => {
    const gate = Gate.make()
    fill(gate, start)
    gate.refuse(waitFor(2000), start, 0)
    admit(gate, start + 10, 3)
    assert.strictEqual(gate.next(start + 20), start + 2000)
    assert.strictEqual(gate.inspect().inFlight, 0)
  })

  it("closes for what was heard from elsewhere, without the end of a place", () => {
    const gate = Gate.make()
    fill(gate, start, 2)
    gate.close(waitFor(2000), start, 0)
    assert.strictEqual(gate.next(start), start + 2000)
    assert.strictEqual(gate.inspect().inFlight, 2)
  })
})

describe("a gate that is idle", () => {
  it("is one that was never used", () => assert.isTrue(Gate.make().isIdle(start)))

  it("is none while something is on its way", () => {
    const gate = Gate.make()
    fill(gate, start, 1)
    assert.isFalse(gate.isIdle(start + 1e9))
    gate.admit({}, start)
    assert.isTrue(gate.isIdle(start))
  })

  it.each([
    ["a refusal", waitFor(2000), 2000],
    ["a long wait", waitFor(3_600_000), 3_600_000],
    ["a limit", waitFor(1000, { limit: window(10, 300_000) }), 300_000],
    ["what is left", { ...waitFor(1000), ...left(3, 30_000) }, 1000]
  ])("is none while it knows of %s", (_, rate, least) => {
    const gate = refusedAfter(1, rate)
    assert.isFalse(gate.isIdle(start + least - 1))
    assert.isTrue(gate.isIdle(start + Math.max(least, 60_000) + 1))
  })
})
