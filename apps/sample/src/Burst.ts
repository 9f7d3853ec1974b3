/** Many calls at once: by the server's own client, and beside it by a naive one against an emulator of its own. */
import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { ServiceAccount } from "@atlas-bearer/node"
import type { AxiosInstance } from "axios"
import type { Calls } from "./Calls.ts"
import * as NaiveClient from "./NaiveClient.ts"
import type { Comparison, Progress } from "./News.ts"

export interface Burst extends AsyncDisposable {
  /** Settles when all calls have; false when a burst is still under way. */
  readonly fire: () => Promise<boolean>
  readonly state: () => Comparison
  /** For the other emulator, which has a clock of its own. */
  readonly advance: (minutes: number) => Promise<void>
}

interface Options {
  readonly client: AxiosInstance
  readonly calls: Calls
  /** As the emulator's option `atlasRateLimit`. */
  readonly limit: string
  readonly changed: () => void
}

const size = 60
const path = "/api/atlas/v2/groups"

const now = () => performance.timeOrigin + performance.now()

/** `10:10/2s` in words. */
const inWords = (limit: string) => {
  const [, capacity, refill, period, unit = ""] = /^(\d+):(\d+)\/(\d+)([smh])$/.exec(limit) ?? []
  if (capacity === undefined) return "no limit"
  return `${capacity} at once, then ${refill} every ${period} ${{ s: "seconds", m: "minutes", h: "hours" }[unit]}`
}

export const make = ({ calls, changed, client, limit }: Options): Burst => {
  const ending = new AbortController()
  let other: Promise<Emulator.Running> | undefined
  let comparison: Comparison = { limit: inWords(limit) }
  let running: Promise<unknown> | undefined

  const note = (side: "ours" | "naive", change: (progress: Progress) => Partial<Progress>) => {
    const progress = comparison[side]
    if (progress === undefined) return
    comparison = { ...comparison, [side]: { ...progress, ...change(progress) } }
    changed()
  }

  /** Runs the calls of one side and notes how they end. */
  const run = async (side: "ours" | "naive", call: () => Promise<unknown>) => {
    await Promise.all(Array.from({ length: size }, () =>
      call().then(
        () => note(side, ({ done }) => ({ done: done + 1 })),
        () => note(side, ({ failed }) => ({ failed: failed + 1 }))
      )))
    note(side, () => ({ endedAt: now() }))
  }

  const naive = async () => {
    other ??= Emulator.start({ atlasRateLimit: limit, tokenRateLimit: "off", tokenQuota: "off" })
    const { url } = await other
    await using account = ServiceAccount.make({ ...DefaultSeed.serviceAccount, baseUrl: url })
    const watcher = {
      sent: () => note("naive", ({ requests }) => ({ requests: requests + 1 })),
      refused: () => note("naive", ({ refused }) => ({ refused: refused + 1 }))
    }
    return NaiveClient.make(url, await account.getAccessToken(), watcher, ending.signal)
  }

  const fireBoth = async () => {
    // Both have their token and a full bucket before the first call is sent.
    const [{ get }] = await Promise.all([naive(), client.get("/api/atlas/v2/orgs")])
    const fresh = { calls: size, done: 0, failed: 0, requests: 0, refused: 0, startedAt: now() }
    comparison = { ...comparison, ours: fresh, naive: fresh }
    changed()
    const replied = (status: number) =>
      note("ours", ({ refused, requests }) => ({
        requests: requests + 1,
        refused: refused + (status === 429 ? 1 : 0)
      }))
    const { signal } = ending
    const ours = () =>
      calls.follow({ who: "account", method: "GET", path }, () => client.get(path, { signal }), replied)
    await Promise.all([run("ours", ours), run("naive", () => get(path))])
  }

  return {
    fire: async () => {
      if (running !== undefined) return false
      running = fireBoth().finally(() => {
        running = undefined
      })
      await running
      return true
    },
    state: () => comparison,
    advance: async (minutes) => {
      await (await other)?.clock.advance(`${minutes} minutes`)
    },
    [Symbol.asyncDispose]: async () => {
      ending.abort()
      await running?.catch(() => undefined)
      await (await other)?.[Symbol.asyncDispose]()
    }
  }
}
