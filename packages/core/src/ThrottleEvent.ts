/** What happens to requests on their way. Typed, and without secrets. */
import type * as Duration from "effect/Duration"

/** `key` names the limit: origin, path template and whose credential. */
export type ThrottleEvent =
  /** The server refused a request: nobody sends for `wait`. */
  | { readonly _tag: "keyClosed"; readonly key: string; readonly wait: Duration.Duration }
  /** The first request after a refusal was admitted. */
  | { readonly _tag: "keyOpened"; readonly key: string }
  | { readonly _tag: "waiting"; readonly key: string }
  | { readonly _tag: "released"; readonly key: string; readonly waited: Duration.Duration }
  /** A request is sent again, after `delay`. `attempt` counts from 1. */
  | {
    readonly _tag: "retried"
    readonly key: string
    readonly attempt: number
    readonly delay: Duration.Duration
    readonly cause: string
  }
  | { readonly _tag: "gaveUp"; readonly key: string; readonly attempt: number; readonly cause: string }
  | { readonly _tag: "circuitOpened"; readonly key: string }
  | { readonly _tag: "circuitClosed"; readonly key: string }
