/** What every client can be told. */
import type { PromiseClock } from "@atlas-bearer/core/PromiseClock"
import type { SendOptions } from "@atlas-bearer/core/SendOptions"
import type { SharedThrottle } from "@atlas-bearer/core/SharedThrottle"
import type { CallOptions } from "@atlas-bearer/core/TokenSource"
import { limits } from "./limits.ts"
import * as option from "./option.ts"

export interface ClientOptions extends Omit<CallOptions, "signal"> {
  /** Tells the time to tokens, waits and deadlines: that of an emulator, say. By default the time of this machine. */
  readonly clock?: PromiseClock | undefined
  /**
   * Shares the limits that servers tell with the other processes of a fleet: `RedisThrottle` of `@atlas-bearer/redis`. By
   * default this process goes by what it is told itself.
   */
  readonly throttle?: SharedThrottle | undefined
}

/** Nothing is wrong with these. */
export interface Checked {
  readonly clock: PromiseClock | undefined
  readonly throttle: SharedThrottle | undefined
  readonly limits: SendOptions
}

export const check = (options: ClientOptions): Checked => ({
  clock: option.clock(options.clock),
  throttle: option.throttle(options.throttle),
  limits: limits(options)
})
