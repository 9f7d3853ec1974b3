/** A client that is disposed of leaves nothing behind, so that a program can end. */
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

describe("a client that is disposed of", () => {
  it("ends its requests, also while another client goes on", async () => {
    await using server = await rawServer(({ path }, response) => path === "/silent" ? undefined : response.end("ok"))
    const options = { clientId: "c", clientSecret: "s", baseUrl: server.url }
    await using other = ServiceAccount.make(options)
    const account = ServiceAccount.make(options)
    for (const client of [other, account]) await (await client.fetch("/x")).text()
    const call = account.fetch("/silent").catch((error: unknown) => error)
    while (server.seen.length < 3) await sleep(1)
    await account[Symbol.asyncDispose]()
    assert.include(await call, { message: "This client has been disposed of." })
    assert.strictEqual(await (await other.fetch("/x")).text(), "ok")
  })

  it("tells who listens all that happened, and then that this was all", async () => {
    await using server = await rawServer((_, response) => response.end("ok"))
    const account = ServiceAccount.make({ clientId: "c", clientSecret: "s", baseUrl: server.url })
    const tags: Array<string> = []
    const listening = (async () => {
      for await (const { _tag } of account.events) tags.push(_tag)
    })()
    await account.getAccessToken()
    await account[Symbol.asyncDispose]()
    await listening
    assert.deepStrictEqual(tags, ["tokenObtained"])
    for await (const { _tag } of account.events) assert.fail(_tag)
  })
})
