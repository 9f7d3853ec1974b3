/** The servers under test, by the name that the report uses. */
import * as FixedWindow from "./FixedWindow.ts"
import * as RetryAfterCases from "./RetryAfterCases.ts"
import type { Server } from "./Server.ts"
import * as TokenBucket from "./TokenBucket.ts"

export const servers: Readonly<Record<string, () => Server<unknown>>> = {
  "fixed window, plain": () => FixedWindow.make("plain"),
  "fixed window, body": () => FixedWindow.make("body"),
  "fixed window, sentence": () => FixedWindow.make("sentence"),
  "fixed window, headers": () => FixedWindow.make("headers"),
  "token bucket": TokenBucket.make,
  "Retry-After cases": RetryAfterCases.make
}
