/** Reads durations without Effect. */
import type { DurationInput } from "@atlas-bearer/core/TokenSource"

const units: Readonly<Record<string, number>> = { milli: 1, second: 1000, minute: 60_000, hour: 3_600_000 }

/** Milliseconds, from zero; `NaN` when it is no duration that ends. */
export const toMillis = (input: DurationInput): number => {
  const [amount, unit = ""] = String(input).split(" ")
  const millis = typeof input === "number" ? input : Number(amount || NaN) * (units[unit.replace(/s$/, "")] ?? NaN)
  return Number.isFinite(millis) && millis >= 0 ? millis : NaN
}
