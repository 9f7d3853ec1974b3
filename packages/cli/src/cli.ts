/** `atlas-bearer`: runs the command and ends with its exit code. */
import * as SystemCode from "@atlas-bearer/core/SystemCode"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Cause from "effect/Cause"
import * as CliOutput from "effect/cli/CliOutput"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import { createRequire } from "node:module"
import { command, config } from "./AtlasBearer.ts"
import * as ExitCode from "./ExitCode.ts"
import { other, usage } from "./internal/Failed.ts"
import * as report from "./internal/report.ts"

// From wherever the bundle is.
const { version }: { readonly version: string } = createRequire(import.meta.url)("@atlas-bearer/cli/package.json")

const isPresent = (variable: string) => (process.env[variable] ?? "") !== ""

// Before the arguments are parsed, or when they cannot be.
const style = {
  json: process.argv.includes("--json"),
  colors: process.stderr.isTTY && !isPresent("NO_COLOR") && process.env["TERM"] !== "dumb"
}

/** Help goes to stdout, everything that is wrong to stderr. */
const presenter = CliOutput.layerPresenter({
  present: (event) =>
    event._tag === "InvalidInvocation"
      ? Console.error(report.of(usage(report.ofUsage(event.commandPath, event.errors)), style))
      : CliOutput.defaultPresenter.present(event)
})

const isPresented = (error: unknown) => Predicate.hasProperty(error, "_tag") && error._tag === "ShowHelp"

const main = Command.run(command, { version }).pipe(
  Effect.tapCause((cause) => {
    const error = Cause.squash(cause)
    return Cause.hasInterruptsOnly(cause) || isPresented(error) ? Effect.void : Console.error(report.of(error, style))
  }),
  Effect.provide(Layer.mergeAll(
    NodeServices.layer,
    presenter,
    config
  ))
)

let interruptedWith = ExitCode.interrupted
process.once("SIGTERM", () => {
  interruptedWith = ExitCode.terminated
})

const exitCodeOf = (exit: Exit.Exit<unknown, unknown>): number => {
  if (Exit.isSuccess(exit)) return 0
  // A command whose normal end this is has said so.
  if (Cause.hasInterruptsOnly(exit.cause)) return Number(process.exitCode ?? interruptedWith)
  const error = Cause.squash(exit.cause)
  // Help that nobody asked for explicitly is no error: there was no command.
  const isHelp = isPresented(error) && Predicate.hasProperty(error, "errors") && Array.isArray(error.errors) &&
    error.errors.length === 0
  return isHelp ? 0 : ExitCode.of(error)
}

process.stdout.on("error", (error) => {
  const code = SystemCode.of(error, "no reason was given")
  // `atlas-bearer token | true`: nobody is left to tell.
  if (code === "EPIPE") process.exit(ExitCode.brokenPipe)
  const failure = other(`Standard output cannot be written (${code}).`)
  process.stderr.write(`${report.of(failure, style)}\n`, () => process.exit(failure.exitCode))
})

process.stderr.on("error", () => undefined)

NodeRuntime.runMain(main, {
  disableErrorReporting: true,
  teardown: (exit, onExit) => onExit(exitCodeOf(exit))
})
