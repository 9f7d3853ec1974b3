/** The argument `-`. Whoever gives the token itself is told not to, without repeating it. */
import * as Argument from "effect/cli/Argument"
import * as Effect from "effect/Effect"
import { usage } from "./Failed.ts"
import * as secrets from "./secrets.ts"

export const stdinArgument = Argument.String("-").pipe(
  Argument.withDescription("Standard input")
)

export const readToken = (argument: string) =>
  argument === "-"
    ? secrets.fromStdin
    : Effect.fail(usage("Give the token on standard input, and - as the argument: arguments show in ps."))
