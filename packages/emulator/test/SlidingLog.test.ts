import * as SlidingLog from "@atlas-bearer/emulator/SlidingLog"
import { assert, describe, it } from "@effect/vitest"

describe("SlidingLog", () => {
  it("forgets keys that were idle for a window", () => {
    const log = SlidingLog.make({ requests: 2, window: 1_000 })
    for (let client = 0; client < 10_000; client++) log.admit(`client ${client}`, client)
    assert.strictEqual(log.size(), 1_000)
    log.admit("client 9001", 9_999)
    log.admit("last", 10_998)
    assert.strictEqual(log.size(), 3)
    log.admit("last", 20_000)
    assert.strictEqual(log.size(), 1)
  })
})
