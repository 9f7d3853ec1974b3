/** Reads the limits of a client or a call. A wrong one is an `InvalidOption` that names it. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import { SendOptions } from "@atlas-bearer/core/SendOptions"
import type { CallOptions, DurationInput } from "@atlas-bearer/core/TokenSource"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as option from "./option.ts"

/** A duration that ends, from zero. */
export const duration = (
  option: string,
  value: DurationInput | undefined,
  fallback: Duration.Duration
): Duration.Duration => {
  if (value === undefined) return fallback
  // Effect takes more than these for a duration, and NaN for none at all.
  const isInput = typeof value === "string" || (typeof value === "number" && !Number.isNaN(value))
  const found = isInput ? Option.getOrUndefined(Duration.fromInput(value)) : undefined
  if (found !== undefined && Duration.isFinite(found) && !Duration.isNegative(found)) return found
  throw new InvalidOption({ option, reason: "must be milliseconds or a text such as \"30 seconds\"" })
}

/** What `options` leaves out is as in `fallback`. */
export const limits = (options: CallOptions, fallback: SendOptions = SendOptions.defaultValue()): SendOptions => {
  const { retries = fallback.retries, signal } = option.object(options)
  if (options instanceof AbortSignal) {
    throw new InvalidOption({ option: "signal", reason: "must be given by its name: { signal }" })
  }
  // Found out only when somebody stops listening to it, it would end the process.
  if (signal !== undefined && typeof signal?.addEventListener !== "function") {
    throw new InvalidOption({ option: "signal", reason: "must be an AbortSignal: of an AbortController, its signal" })
  }
  if (!Number.isInteger(retries) || retries < 0) {
    throw new InvalidOption({ option: "retries", reason: "must be a whole number from 0" })
  }
  return {
    deadline: duration("deadline", options.deadline, fallback.deadline),
    maxRetryAfter: duration("maxRetryAfter", options.maxRetryAfter, fallback.maxRetryAfter),
    retries
  }
}
