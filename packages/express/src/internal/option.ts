/** Checks options when a middleware is made; a wrong one is thrown as an `InvalidOption` that names it. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import type { DurationInput } from "@atlas-bearer/core/TokenSource"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

export const check = (option: string, isRight: boolean, reason: string): void => {
  if (!isRight) throw new InvalidOption({ option, reason })
}

/** An object that has these methods. */
export const object = (option: string, value: unknown, methods: ReadonlyArray<string>): void => {
  const isObject = typeof value === "object" && value !== null
  const hasAll = isObject && methods.every((method) => typeof Reflect.get(value, method) === "function")
  check(option, hasAll, `must be an object with ${methods.join("(), ")}()`)
}

/** A time that ends, longer than none. */
export const duration = (option: string, value: DurationInput | undefined, fallback: Duration.Duration) => {
  if (value === undefined) return fallback
  const found = Option.getOrUndefined(Duration.fromInput(value))
  if (found !== undefined && Duration.isFinite(found) && Duration.isPositive(found)) return found
  throw new InvalidOption({
    option,
    reason: "must be milliseconds or a text such as \"30 seconds\", and more than none"
  })
}
