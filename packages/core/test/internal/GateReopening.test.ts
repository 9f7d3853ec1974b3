import { assert, describe, it } from "@effect/vitest"
import * as Gate from "../../src/internal/Gate.ts"
import { admit, admitInAll, fill, refusedAfter, start, waitFor } from "./driving.ts"

describe("a gate that reopens", () => {
  it("sends one probe, and nothing more before its reply", () => {
    const gate = refusedAfter(4)
    assert.isTrue(gate.isReopening())
    assert.strictEqual(fill(gate, start + 2000), 1)
    assert.strictEqual(gate.next(start + 3000), Infinity)
  })

  it("sends another probe when the first one failed or was given up", () => {
    const gate = refusedAfter(4)
    fill(gate, start + 2000)
    gate.release(start + 2010)
    assert.isTrue(gate.isReopening())
    assert.strictEqual(fill(gate, start + 2010), 1)
  })

  it("closes again when the probe is refused", () => {
    const gate = refusedAfter(4)
    fill(gate, start + 2000)
    gate.refuse(waitFor(700), start + 2010, 0)
    assert.strictEqual(gate.next(start + 2010), start + 2710)
    assert.strictEqual(fill(gate, start + 2710), 1)
  })

  it("counts what is still on its way from before as the probe", () => {
    const gate = Gate.make()
    fill(gate, start)
    gate.refuse(waitFor(2000), start, 0)
    assert.strictEqual(gate.next(start + 2000), Infinity)
  })

  it.each([3, 10, 40])("grows again, up to the %i that were admitted before", (count) => {
    const gate = refusedAfter(count + 1)
    const now = start + 2000
    let admitted = 0
    while (admitted < count) {
      const sent = fill(gate, now)
      assert.isAtLeast(sent, 1)
      assert.isAtMost(admitted + sent, count)
      admit(gate, now, sent)
      admitted += sent
    }
    assert.isFalse(gate.isReopening())
    assert.isAtMost(fill(gate, now), 2)
  })

  it("finds a limit that was raised", () => {
    const gate = refusedAfter(4)
    assert.strictEqual(admitInAll(gate, start + 2000, 500), 500)
    assert.isAtLeast(fill(gate, start + 2000), 100)
  })

  it("knows more when a late success was one of the opening before", () => {
    const gate = Gate.make()
    fill(gate, start)
    gate.refuse(waitFor(2000), start, 0)
    admit(gate, start + 10, 3)
    assert.strictEqual(admitInAll(gate, start + 2000, 3), 3)
  })
})
