/** The journal's entry of the request that is being served, for what happens to it on the way. */
import * as Context from "effect/Context"
import type { FiredFault } from "../Journal.ts"

export interface OpenEntry {
  readonly faulted: (fault: FiredFault) => void
}

/** None while the journal is off, and for the control plane. */
export const CurrentEntry = Context.Reference<OpenEntry | undefined>("@atlas-bearer/emulator/journal/CurrentEntry", {
  defaultValue: () => undefined
})
