/** Says on stderr what a command failed with, never more than the error's own message. */
import type * as CliError from "effect/cli/CliError"
import * as Duration from "effect/Duration"
import * as Predicate from "effect/Predicate"
import { styleText } from "node:util"
import * as ExitCode from "../ExitCode.ts"
import { expectation } from "./expectation.ts"
import { Failed } from "./Failed.ts"
import { visible } from "./visible.ts"

/** Values are left out: a secret may stand where a name is expected. */
const withoutValue = (error: CliError.NonShowHelpErrors): string => {
  switch (error._tag) {
    case "UnexpectedArgument":
      return "Too many arguments."
    case "InvalidValue":
      return `Wrong value for ${error.kind === "flag" ? `--${error.option}` : error.option}. ${
        expectation(error.expected)
      }`
    case "UnknownSubcommand":
      return ["There is no such command.", ...error.suggestions.map((name) => `Did you mean ${name}?`)].join(" ")
    case "UnrecognizedOption": {
      const [name] = error.option.split("=")
      return [`There is no flag ${name}.`, ...error.suggestions.map((flag) => `Did you mean ${flag}?`)].join(" ")
    }
    default:
      return error.message
  }
}

export const ofUsage = (commandPath: ReadonlyArray<string>, errors: ReadonlyArray<CliError.NonShowHelpErrors>) =>
  `${errors.map(withoutValue).join("\n")}\nTry: ${commandPath.join(" ")} --help`

/** What was asked for a client secret says better why there is none. */
const reasonOf = (error: unknown): unknown =>
  Predicate.hasProperty(error, "_tag") && error._tag === "ClientSecretUnavailable" &&
    Predicate.hasProperty(error, "cause")
    ? error.cause
    : error

const messageOf = (error: unknown): string => error instanceof Error ? error.message : "Something unexpected failed."

const retryAfterOf = (error: unknown): number | undefined =>
  Predicate.hasProperty(error, "retryAfter") && Duration.isDuration(error.retryAfter)
    ? Math.ceil(Duration.toSeconds(error.retryAfter))
    : undefined

interface Style {
  readonly json: boolean
  readonly colors: boolean
}

export const of = (failure: unknown, { colors, json }: Style): string => {
  const error = reasonOf(failure)
  const message = messageOf(error)
  const retryAfter = retryAfterOf(error)
  if (json) {
    const tag = Predicate.hasProperty(error, "_tag") ? error._tag : "Unexpected"
    return JSON.stringify({ error: { tag, message, exitCode: ExitCode.of(error), retryAfter } })
  }
  const label = colors ? styleText("red", "Error:", { validateStream: false }) : "Error:"
  const seconds = retryAfter === undefined || message.includes(` ${retryAfter} s`)
    ? ""
    : ` Try again in ${retryAfter} s.`
  // What the command itself says may have several lines; the others quote servers.
  return `${label} ${error instanceof Failed ? message : visible(message)}${seconds}`
}
