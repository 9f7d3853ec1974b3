/** What a client leaves behind when it is disposed of: nothing, so that a program can end. */
import type { PromiseClock } from "@atlas-bearer/core/PromiseClock"
import type { PromiseTokenStore } from "@atlas-bearer/core/PromiseTokenStore"
import { ServiceAccount } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { setTimeout as sleep } from "node:timers/promises"
import { rawServer } from "./rawServer.ts"

/** The time of this machine, which says how many timers there are. */
const countingClock = () => {
  const timers = new Set<AbortSignal>()
  const clock: PromiseClock = {
    now: () => Date.now(),
    sleep: async (milliseconds, signal) => {
      timers.add(signal)
      await sleep(milliseconds, undefined, { signal }).finally(() => timers.delete(signal))
    }
  }
  return { timers, clock }
}

const never = <A>() => new Promise<A>(() => undefined)
const silent: PromiseTokenStore = { get: never, set: never, remove: never, withLease: never }

describe("a renewal that nobody waits for any longer", () => {
  it.each<[string, Partial<ServiceAccount.Options>]>([
    ["a secret", { clientSecret: never }],
    ["a store", { store: silent }],
    ["the lease of a store", { store: { ...silent, get: async () => undefined } }],
    ["the server", { baseUrl: "http://127.0.0.1:1", retries: 100 }]
  ])("ends with its client while it waits for %s", async (_, options) => {
    await using server = await rawServer(() => undefined)
    const { clock, timers } = countingClock()
    const account = ServiceAccount.make({
      clientId: "c",
      clientSecret: "s",
      baseUrl: server.url,
      clock,
      deadline: "1 hour",
      ...options
    })
    const controller = new AbortController()
    const call = account.getAccessToken({ signal: controller.signal })
    while (timers.size < 2) await sleep(1)
    controller.abort()
    assert.propertyVal(await call.catch((error: unknown) => error), "name", "AbortError")
    assert.isAbove(timers.size, 0)
    await account[Symbol.asyncDispose]()
    while (timers.size > 0) await sleep(1)
  })
})
