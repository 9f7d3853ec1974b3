/**
 * A process of the fleet, with several clients of one service account that have nothing in common but what is in Redis:
 * `worker.ts <emulator> <clients> [<Redis>]`. Their time is the emulator's.
 */
import type { PromiseTokenStore } from "@atlas-bearer/core/PromiseTokenStore"
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as EmulatorClock from "@atlas-bearer/emulator/EmulatorClock"
import * as ServiceAccount from "@atlas-bearer/node/ServiceAccount"
import * as RedisThrottle from "@atlas-bearer/redis/RedisThrottle"
import * as RedisTokenStore from "@atlas-bearer/redis/RedisTokenStore"
import { setTimeout as sleep } from "node:timers/promises"
import type { Ask, Count } from "./Message.ts"

const [, , baseUrl = "", clients = "1", url] = process.argv
const clock = await EmulatorClock.follow(baseUrl)

let atWork = 0
const counted = async <A>(work: Promise<A>) => {
  atWork++
  return work.finally(() => atWork--)
}

/** In the memory of one client, as if it had none. */
const memory = (): PromiseTokenStore => {
  const records = new Map<string, unknown>()
  return {
    get: async (key) => records.get(key),
    set: async (key, record) => records.set(key, record).has(key),
    remove: async (key) => void records.delete(key),
    withLease: (_key, _ttl, run) => run().then(() => true)
  }
}

const client = () => {
  const store = url === undefined ? memory() : RedisTokenStore.make({ url })
  return ServiceAccount.make({
    ...DefaultSeed.serviceAccount,
    baseUrl,
    // Each clock has a throttle of its own, as each process has.
    clock: { now: clock.now, sleep: clock.sleep },
    throttle: url === undefined ? undefined : RedisThrottle.make({ url }),
    store: {
      get: (key) => counted(store.get(key)),
      set: (key, record, expectedGeneration) => counted(store.set(key, record, expectedGeneration)),
      remove: (key) => store.remove(key),
      withLease: (key, ttl, run, signal) => counted(store.withLease(key, ttl, run, signal))
    }
  })
}

const accounts = Array.from({ length: Number(clients) }, client)
const failed: Record<string, number> = {}
let [calls, waits] = [0, 0]

const call = async (account: ServiceAccount.ServiceAccount, fetches: boolean) => {
  calls++
  waits++
  try {
    if (!fetches) await account.getAccessToken()
    else if ((await account.fetch("/api/atlas/v2/groups")).status !== 200) throw new Error("status")
  } catch (error) {
    const tag = String(Reflect.get(Object(error), "_tag") ?? error)
    failed[tag] = (failed[tag] ?? 0) + 1
  } finally {
    waits--
  }
}

/** Requests that wait for a time that has not come. */
let waiting = 0

for (const account of accounts) {
  void (async () => {
    for await (const { _tag } of account.events) {
      if (_tag === "waiting") waiting++
      if (_tag === "released" || _tag === "gaveUp") waiting--
    }
  })()
}

/** Milliseconds. A request that was given up while it waited is not counted: nobody waits for ever for the others. */
const patience = 30_000

/** Until nothing is under way but what waits for another time: it must not jump meanwhile. */
const quiet = async () => {
  const until = performance.now() + patience
  for (let idle = 0; idle < 3 && performance.now() < until;) {
    await sleep(2)
    if (atWork === 0) waiting = 0
    idle = atWork <= waiting && (waiting > 0 || waits === 0) ? idle + 1 : 0
  }
}

process.on("message", async (ask: Ask) => {
  if (ask._tag === "end") process.exit()
  while (clock.now() < ask.now) await sleep(1)
  for (const account of accounts) void call(account, ask.fetches)
  await quiet()
  process.send?.({ calls, failed, waits } satisfies Count)
})
process.send?.({ calls, failed, waits } satisfies Count)
