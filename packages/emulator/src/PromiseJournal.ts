/** The journal of a running emulator, for code that waits by Promises. */
import * as Effect from "effect/Effect"
import * as Har from "./Har.ts"
import { type Entry, Journal, type Lineage } from "./Journal.ts"

export interface PromiseJournal {
  /** What was asked and answered, the oldest first, without a secret. */
  readonly entries: () => Promise<ReadonlyArray<Entry>>
  /** Where each token came from, and which requests carried it. */
  readonly lineage: () => Promise<ReadonlyArray<Lineage>>
  /** The entries as an HTTP archive. */
  readonly har: () => Promise<Har.Har>
  readonly clear: () => Promise<void>
}

/** `run` has the emulator's services; `url` is where it listens. */
export const make = (
  run: <A, E>(effect: Effect.Effect<A, E, Journal>) => Promise<A>,
  url: string
): PromiseJournal => ({
  entries: () => run(Journal.use(({ entries }) => entries)),
  lineage: () => run(Journal.use(({ lineage }) => lineage)),
  har: () => run(Effect.map(Journal.use(({ entries }) => entries), (entries) => Har.make(url, entries))),
  clear: () => run(Journal.use(({ clear }) => clear))
})
