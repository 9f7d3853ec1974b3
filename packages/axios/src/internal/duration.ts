/** Reads durations without Effect. */
import type { DurationInput } from "@atlas-bearer/core/TokenSource"
import { InvalidOption } from "../BearerError.ts"

const units: Readonly<Record<string, number>> = { milli: 1, second: 1000, minute: 60_000, hour: 3_600_000 }

/** Milliseconds. Throws an `InvalidOption` that names the option. */
export const toMillis = (option: string, input: DurationInput): number => {
  const [amount = "", unit = ""] = typeof input === "number" ? [String(input), "millis"] : String(input).split(" ")
  const millis = Number(amount || NaN) * (units[unit.replace(/s$/, "")] ?? NaN)
  if (Number.isFinite(millis) && millis >= 0) return millis
  throw new InvalidOption({ option, reason: "must be milliseconds or a text such as \"30 seconds\"" })
}
