/** Checks options when an object is made; a wrong one is thrown as an `InvalidOption` that names it. */
import * as BaseUrl from "@atlas-bearer/core/BaseUrl"
import type { Credentials } from "@atlas-bearer/core/Credentials"
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import type { PromiseClock } from "@atlas-bearer/core/PromiseClock"
import type { PromiseTokenStore } from "@atlas-bearer/core/PromiseTokenStore"
import type { SharedThrottle } from "@atlas-bearer/core/SharedThrottle"
import type { SharedVerificationCache } from "@atlas-bearer/core/SharedVerificationCache"
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

/** The options themselves, or an argument, which a caller without types may forget. */
export const object = <A extends object>(value: A, option = "options"): A => {
  if (typeof value === "object" && value !== null) return value
  throw new InvalidOption({ option, reason: "must be an object" })
}

/** Scheme, host and port, with nothing behind them. */
export const origins = (
  values: ReadonlyArray<string | URL> = [],
  allowInsecure: boolean | undefined
): ReadonlyArray<string> => {
  const isOrigin = ({ href, origin }: URL) => `${origin}/` === href
  const found = Array.isArray(values)
    ? values.map((input) => Result.getOrThrow(BaseUrl.fromOption({ option: "origins", input, allowInsecure })))
    : undefined
  if (found?.every(isOrigin)) return found.map(({ origin }) => origin)
  throw new InvalidOption({ option: "origins", reason: "must be a list of origins such as https://eu.example.com" })
}

const isObjectWith = (value: object, methods: ReadonlyArray<string>) =>
  value !== null && typeof value === "object" &&
  methods.every((method) => typeof Reflect.get(value, method) === "function")

const withMethods = <A extends object>(
  option: string,
  value: A | undefined,
  methods: ReadonlyArray<keyof A & string>
) => {
  if (value === undefined || isObjectWith(value, methods)) return value
  throw new InvalidOption({ option, reason: `must be an object with ${methods.join("(), ")}()` })
}

export const store = (value: PromiseTokenStore | undefined): PromiseTokenStore | undefined =>
  withMethods("store", value, ["get", "set", "remove", "withLease"])

export const throttle = (value: SharedThrottle | undefined): SharedThrottle | undefined =>
  withMethods("throttle", value, ["follow", "ready", "heard", "tell", "admit"])

export const cache = (value: SharedVerificationCache | undefined): SharedVerificationCache | undefined =>
  withMethods("cache", value, ["get", "set"])

export const clock = (value: PromiseClock | undefined): PromiseClock | undefined =>
  withMethods("clock", value, ["now", "sleep"])

/** Those of another library, or a name and a password by themselves, are none. */
export const credentials = (value: Credentials, option = "credentials"): Credentials => {
  if (isObjectWith(value, ["logIn", "link"])) return value
  throw new InvalidOption({ option, reason: "must be made by Credentials, such as Credentials.apiKey(key)" })
}

export const method = <A>(option: string, value: A | undefined): A | undefined => {
  if (value === undefined || typeof value === "function") return value
  throw new InvalidOption({ option, reason: "must be a function" })
}
