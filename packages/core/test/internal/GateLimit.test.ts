import { assert, describe, it } from "@effect/vitest"
import * as Gate from "../../src/internal/Gate.ts"
import { admit, bucket, fill, left, start, waitFor, window } from "./driving.ts"

/** A gate that was told the limit when its first request was refused. */
const told = (limit: ReturnType<typeof window> | ReturnType<typeof bucket>, wait = 500) => {
  const gate = Gate.make()
  fill(gate, start, 1)
  gate.refuse(waitFor(wait, { limit }), start, 0)
  return gate
}

describe("a gate that knows of N requests in any window", () => {
  const opened = start + 500

  it("releases exactly as many, and the next when the reply to the first has left the window", () => {
    const gate = told(window(3, 1000))
    assert.strictEqual(fill(gate, opened), 3)
    for (const reply of [20, 40, 60]) gate.admit({}, opened + reply)
    assert.strictEqual(gate.next(opened + 100), opened + 1020)
    assert.strictEqual(fill(gate, opened + 1019.9), 0)
    assert.strictEqual(fill(gate, opened + 1020), 1)
    assert.strictEqual(gate.next(opened + 1020), opened + 1040)
  })

  it("counts a request that has no reply yet", () => {
    const gate = told(window(2, 1000))
    fill(gate, opened)
    gate.admit({}, opened + 10)
    assert.strictEqual(fill(gate, opened + 1010), 1)
    assert.isAbove(gate.next(opened + 5000), opened + 5000)
  })

  it("counts what failed or was given up: the server may have seen it", () => {
    const gate = told(window(2, 1000))
    fill(gate, opened)
    gate.release(opened + 10)
    gate.release(opened + 20)
    assert.strictEqual(gate.next(opened + 30), opened + 1010)
  })

  it("counts what was on its way when it was told", () => {
    const gate = Gate.make()
    fill(gate, start, 3)
    gate.admit({ limit: window(3, 1000) }, start + 10)
    const sent = fill(gate, start + 20)
    assert.isAtMost(sent, 1)
  })

  it("takes a new limit from the next reply that tells one", () => {
    const gate = told(window(3, 1000))
    fill(gate, opened, 1)
    gate.admit({ limit: window(5, 1000) }, opened)
    assert.deepStrictEqual(gate.inspect().limit, window(5, 1000))
    assert.isAtLeast(fill(gate, opened), 3)
  })

  it("is not restarted by the same limit told again", () => {
    const gate = told(window(3, 1000))
    fill(gate, opened)
    admit(gate, opened + 10, 3, { limit: window(3, 1000) })
    assert.strictEqual(gate.next(opened + 20), opened + 1010)
  })
})

describe("a gate that knows of a bucket", () => {
  const opened = start + 500

  it("releases each refill, and none between", () => {
    const gate = told(bucket(5, 2, 1000))
    assert.strictEqual(fill(gate, opened), 2)
    admit(gate, opened, 2)
    assert.strictEqual(gate.next(opened), opened + 1000)
    assert.strictEqual(fill(gate, opened + 999.9), 0)
    assert.strictEqual(fill(gate, opened + 1000), 2)
  })

  it("saves up what was not used, to its capacity", () => {
    const gate = told(bucket(5, 2, 1000))
    assert.strictEqual(fill(gate, opened + 1000), 4)
    assert.strictEqual(fill(gate, opened + 100_000), 5)
  })

  it("keeps its pace after a break", () => {
    const gate = told(bucket(4, 1, 1000))
    assert.strictEqual(fill(gate, opened + 7300), 4)
    assert.strictEqual(gate.next(opened + 7300), opened + 8000)
  })

  it("counts the next refill from the first reply when one that was waited for filled the bucket", () => {
    const gate = told(bucket(2, 2, 1000))
    assert.strictEqual(fill(gate, opened + 50), 2)
    assert.strictEqual(gate.next(opened + 50), opened + 1150)
    gate.admit({}, opened + 60)
    gate.admit({}, opened + 70)
    assert.strictEqual(gate.next(opened + 70), opened + 1060)
  })

  it("counts it from the request itself when the reply is slow", () => {
    const gate = told(bucket(2, 2, 1000))
    fill(gate, opened)
    assert.strictEqual(fill(gate, opened + 1099), 0)
    assert.strictEqual(fill(gate, opened + 1100), 2)
  })

  it("does so always once a refusal showed that the server does", () => {
    const gate = told(bucket(2, 2, 1000))
    fill(gate, opened + 500)
    admit(gate, opened + 500, 2)
    assert.strictEqual(fill(gate, opened + 1000, 1), 1)
    gate.refuse(waitFor(500), opened + 1000, 0)
    assert.strictEqual(fill(gate, opened + 2000), 2)
    gate.admit({}, opened + 2000)
    gate.release(opened + 2010)
    assert.strictEqual(gate.next(opened + 2010), opened + 3000)
  })

  it("waits for a whole request when a refill is less", () => {
    const gate = told(bucket(4, 0.5, 1000))
    const at = gate.next(opened)
    assert.strictEqual(fill(gate, opened), 0)
    assert.strictEqual(at, opened + 1000)
    assert.strictEqual(fill(gate, opened + 1000), 1)
  })

  it("is empty after a refusal", () => {
    const gate = told(bucket(5, 2, 1000))
    fill(gate, opened + 10_000, 1)
    gate.refuse(waitFor(300), opened + 10_000, 0)
    assert.strictEqual(fill(gate, opened + 10_299), 0)
    assert.strictEqual(fill(gate, opened + 10_300), 2)
  })
})

describe("a gate that was told what is left", () => {
  it("releases that much, then nothing until the reset", () => {
    const gate = Gate.make()
    fill(gate, start, 1)
    gate.admit(left(7, 3000), start)
    assert.strictEqual(fill(gate, start), 7)
    assert.strictEqual(gate.next(start + 1), start + 3000)
    assert.isAtLeast(fill(gate, start + 3000), 0)
  })

  it("does not count twice what is still on its way", () => {
    const gate = Gate.make()
    fill(gate, start)
    gate.admit(left(5, 3000), start)
    assert.strictEqual(fill(gate, start), 2)
  })

  it("does not believe an older reply that comes later", () => {
    const gate = Gate.make()
    fill(gate, start)
    gate.admit(left(1, 3000), start)
    gate.admit(left(9, 3000), start)
    admit(gate, start, 2)
    assert.isAtMost(fill(gate, start), 1)
  })

  it("sends one request at a time when nothing is left and nobody says until when", () => {
    const gate = Gate.make()
    fill(gate, start, 1)
    gate.admit(left(0), start)
    assert.strictEqual(fill(gate, start), 1)
    assert.strictEqual(gate.next(start + 1e6), Infinity)
    gate.admit(left(0), start + 10)
    assert.strictEqual(fill(gate, start + 10), 1)
  })
})
