/** What every client can be told. */
import type { PromiseClock } from "@atlas-bearer/core/PromiseClock"
import type { SendOptions } from "@atlas-bearer/core/SendOptions"
import type { CallOptions } from "@atlas-bearer/core/TokenSource"
import { limits } from "./limits.ts"
import * as option from "./option.ts"

export interface ClientOptions extends Omit<CallOptions, "signal"> {
  /** Tells the time to tokens, waits and deadlines: that of an emulator, say. By default the time of this machine. */
  readonly clock?: PromiseClock | undefined
}

/** Nothing is wrong with these. */
export interface Checked {
  readonly clock: PromiseClock | undefined
  readonly limits: SendOptions
}

export const check = (options: ClientOptions): Checked => ({
  clock: option.clock(options.clock),
  limits: limits(options)
})
