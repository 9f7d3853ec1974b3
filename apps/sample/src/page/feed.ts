/** What the server tells, as signals. */
import { computed, signal } from "@preact/signals"
import type { AccountState, ArmedFault, Call, Comparison, Gate, Holding, News } from "../News.ts"

export const isConnected = signal(false)
export const gates = signal<ReadonlyArray<Gate>>([])
export const holdings = signal<ReadonlyArray<Holding>>([])
export const account = signal<AccountState | undefined>(undefined)
export const faults = signal<ReadonlyArray<ArmedFault>>([])
export const comparison = signal<Comparison | undefined>(undefined)
/** Not a signal: it changes faster than anything but the chart can draw. */
export const calls = new Map<number, Call>()

/** Of the emulator before the real time, in milliseconds. */
export const ahead = signal(0)
let offset = 0

/** The server's time now. */
export const serverNow = (): number => performance.now() + offset
/** The emulator's time now: tokens and limits follow it. */
export const emulatorNow = (): number => serverNow() + ahead.value

/** Counts four times a second. */
const tick = signal(0)
/** The same times for what shows how they pass: whoever reads them is drawn again four times a second. */
export const serverTime = computed(() => {
  void tick.value
  return serverNow()
})
export const emulatorTime = computed(() => serverTime.value + ahead.value)

const kept = 400
const receive = (news: News) => {
  // A message is late or in time, never early.
  offset = offset === 0 ? news.at - performance.now() : Math.max(offset, news.at - performance.now())
  const moved = news.now - news.at
  if (Math.abs(moved - ahead.value) > 50) ahead.value = moved
  for (const call of news.calls) calls.set(call.id, call)
  for (const id of calls.keys()) if (calls.size > kept) calls.delete(id)
  if (news.gates !== undefined) gates.value = news.gates
  if (news.holdings !== undefined) holdings.value = news.holdings
  if (news.account !== undefined) account.value = news.account
  if (news.faults !== undefined) faults.value = news.faults
  if (news.comparison !== undefined) comparison.value = news.comparison
}

/** A browser connects again by itself; the first message has everything. */
export const connect = (): void => {
  const source = new EventSource("/lab/events")
  source.addEventListener("open", () => {
    isConnected.value = true
    calls.clear()
  })
  source.addEventListener("error", () => {
    isConnected.value = false
  })
  source.addEventListener("message", ({ data }: MessageEvent<string>) => receive(JSON.parse(data)))
  setInterval(() => {
    tick.value++
  }, 250)
}
