/** Checks options when an object is made; a wrong one is thrown as an `InvalidOption` that names it. */
import * as BaseUrl from "@atlas-bearer/core/BaseUrl"
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"

/** A text that is not empty. Never shows the value: it may be a secret. */
export const text = (option: string, value: unknown): string => {
  if (typeof value === "string" && value.trim() !== "") return value
  throw new InvalidOption({ option, reason: "must be a text that is not empty" })
}

export const secret = (option: string, value: unknown): Redacted.Redacted => Redacted.make(text(option, value))

export const baseUrl = (value: string | URL, allowInsecure: boolean | undefined): URL =>
  Result.getOrThrow(BaseUrl.fromOption({ option: "baseUrl", input: value, allowInsecure }))
