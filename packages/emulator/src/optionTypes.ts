/** Options of another type than theirs: JavaScript gives a text for a list, or what an environment variable was not. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import type { Options } from "./Options.ts"

interface Kind {
  readonly what: string
  readonly fits: (value: unknown) => boolean
}

const hasFunctions = (value: unknown): boolean =>
  Predicate.isObject(value) && Object.values(value).every(Predicate.isFunction)

const text: Kind = { what: "a text", fits: Predicate.isString }
const list: Kind = { what: "a list of texts", fits: (value) => Array.isArray(value) && value.every(Predicate.isString) }
const flag: Kind = { what: "true or false", fits: Predicate.isBoolean }
const functions: Kind = { what: "functions by their names", fits: hasFunctions }
const services: Kind = {
  what: "services by their names, each with its functions",
  fits: (value) => Predicate.isObject(value) && Object.values(value).every(hasFunctions)
}

const kinds: Readonly<Partial<Record<keyof Options, Kind>>> = {
  host: text,
  store: text,
  import: text,
  publicUrl: text,
  customTokenJwkUri: text,
  ipAccessList: list,
  redirectUris: list,
  tls: flag,
  functions,
  services
}

/** Or which of them is wrong. */
export const checkTypes = (options: Options): Result.Result<void, InvalidOption> => {
  if (!Predicate.isObject(options)) {
    return Result.fail(new InvalidOption({ option: "options", reason: "must be an object" }))
  }
  const given: Readonly<Record<string, unknown>> = { ...options }
  for (const [option, { fits, what }] of Object.entries(kinds)) {
    if (given[option] !== undefined && !fits(given[option])) {
      return Result.fail(new InvalidOption({ option, reason: `must be ${what}` }))
    }
  }
  return Result.void
}
