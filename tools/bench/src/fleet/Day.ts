/** A day of a fleet, by the emulator's clock: a cold start of all at once, then calls in every other minute. */
import { Emulator } from "@atlas-bearer/emulator"
import { fork } from "node:child_process"
import { once } from "node:events"
import type { Ask, Count } from "./Message.ts"

export interface Size {
  readonly processes: number
  /** In each process. */
  readonly clients: number
  readonly hours: number
}

export interface Result {
  readonly cold: TokenRequests
  readonly day: TokenRequests
  readonly calls: number
  readonly failed: Readonly<Record<string, number>>
}

interface TokenRequests {
  readonly all: number
  readonly refused: number
}

const stepMinutes = 2

/** How many steps there are from one call of the API to the next. */
const stepsToFetch = 15

const isTokenRequest = ({ url }: { readonly url: string }) => url.endsWith("/api/oauth/token")

const start = async (...args: ReadonlyArray<string>) => {
  const child = fork(new URL("./worker.ts", import.meta.url), args)
  const answer = async (): Promise<Count> => {
    const [count]: Array<Count> = await once(child, "message")
    if (count === undefined) throw new Error("A process of the fleet ended")
    return count
  }
  await answer()
  return {
    ask: (ask: Ask) => {
      child.send(ask)
      return answer()
    },
    end: () => child.kill()
  }
}

const sum = (counts: ReadonlyArray<Count>) => {
  const failed: Record<string, number> = {}
  for (const { failed: some } of counts) {
    for (const [tag, times] of Object.entries(some)) failed[tag] = (failed[tag] ?? 0) + times
  }
  return { calls: counts.reduce((calls, count) => calls + count.calls, 0), failed }
}

/** Without a Redis each client is alone. */
export const run = async ({ clients, hours, processes }: Size, redis?: string): Promise<Result> => {
  await using emulator = await Emulator.start({ journal: 1_000_000, atlasRateLimit: "off" })
  const tokenRequests = async (): Promise<TokenRequests> => {
    const statuses = (await emulator.journal.entries()).filter(isTokenRequest).map(({ reply }) => reply?.status)
    return { all: statuses.length, refused: statuses.filter((status) => status === 429).length }
  }
  const args = [emulator.url, String(clients), ...(redis === undefined ? [] : [redis])]
  const fleet = await Promise.all(Array.from({ length: processes }, () => start(...args)))
  const step = (fetches: boolean) =>
    Promise.all(fleet.map(({ ask }) => ask({ _tag: "step", now: emulator.clock.now(), fetches })))
  try {
    let counts = await step(false)
    const cold = await tokenRequests()
    for (let number = 1; number < hours * 60 / stepMinutes; number++) {
      await emulator.clock.advance(`${stepMinutes} minutes`)
      counts = await step(number % stepsToFetch === 0)
    }
    return { cold, day: await tokenRequests(), ...sum(counts) }
  } finally {
    for (const { end } of fleet) end()
  }
}
