import { assert, describe, it } from "vitest"
import type { Bench } from "../src/Bench.ts"
import * as Limits from "../src/Limits.ts"

const bench: Bench = {
  name: "cost",
  run: () => Promise.resolve(),
  limits: [
    { what: "time", table: "Cost of", column: "CPU", row: "ours", of: "theirs", atMost: 0.5 },
    { what: "failures", table: "Herd", column: "failed", row: "ours", atMost: 0 }
  ]
}
const printed = (cpu: number, failed: number) => `
# Cost of a call, 50 in flight
| client | CPU us |
| --- | --- |
| theirs 1.2.3 | 100 |
| ours, with a token | ${cpu}x |

## Herd
| client | failed |
| --- | --- |
| ours | ${failed} of 200 |
`
const kept = (held: ReadonlyArray<Limits.Held>) => held.map(({ isKept }) => isKept)

describe("check", () => {
  it("compares a row with another one, or takes it as it is", () => {
    const held = Limits.check(bench, printed(40, 0))
    assert.deepStrictEqual(held.map(({ measured }) => measured), [0.4, 0])
    assert.deepStrictEqual(kept(held), [true, true])
  })

  it("says which limit is exceeded", () => {
    assert.deepStrictEqual(kept(Limits.check(bench, printed(51, 0))), [false, true])
    assert.deepStrictEqual(kept(Limits.check(bench, printed(50, 1))), [true, false])
  })

  it("takes what is not printed for exceeded", () => {
    assert.deepStrictEqual(kept(Limits.check(bench, printed(40, 0).replace("## Herd", "## Flock"))), [true, false])
    assert.deepStrictEqual(kept(Limits.check(bench, printed(40, 0).replace("theirs", "peer"))), [false, true])
  })
})

describe("better", () => {
  it("forgives a run that was disturbed, and no regression", () => {
    const [good, slow, slower] = [40, 60, 70].map((cpu) => Limits.check(bench, printed(cpu, 0)))
    assert.deepStrictEqual(kept(Limits.better(slow ?? [], good ?? [])), [true, true])
    const [held] = Limits.better(slower ?? [], slow ?? [])
    assert.strictEqual(held?.isKept, false)
    assert.strictEqual(held?.measured, 0.6)
  })
})
