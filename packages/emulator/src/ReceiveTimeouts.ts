/** How long a client may take to send a request: without a limit, slow clients would hold connections for ever. */
import * as Context from "effect/Context"

/** Milliseconds. A reply may take as long as it takes. */
export const ReceiveTimeouts = Context.Reference<{
  /** For the head of a request. */
  readonly head: number
  /** For all of it. */
  readonly request: number
  /** How often connections are looked at. */
  readonly interval: number
}>("@atlas-bearer/emulator/ReceiveTimeouts", {
  defaultValue: () => ({ head: 30_000, request: 60_000, interval: 5_000 })
})
