/** `atlas-bearer-emulator`: runs the emulator until it is told to stop. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Cause from "effect/Cause"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Runtime from "effect/Runtime"
import { writeFileSync } from "node:fs"
import { flushCompileCache } from "node:module"
import { Failed, usageError } from "./cli/Failed.ts"
import { flags, optionsFrom } from "./cli/flags.ts"
import { help } from "./cli/help.ts"
import * as Emulator from "./Emulator.ts"
import type * as Options from "./Options.ts"

const written = (path: string, certificate: string) =>
  Effect.try({
    try: () => writeFileSync(path, certificate),
    catch: (cause) => new InvalidOption({ option: "certificate", reason: `cannot be written: ${String(cause)}` })
  })

const serve = (options: Options.Options, certificatePath: string | undefined) =>
  Effect.gen(function*() {
    const { certificate, url } = yield* Emulator.Emulator
    if (certificatePath !== undefined && certificate !== undefined) yield* written(certificatePath, certificate)
    yield* Console.log(JSON.stringify({ ready: true, url, pid: process.pid }))
    // At its end Node does so by itself, but not when it is killed.
    flushCompileCache()
    return yield* Effect.never
  }).pipe(Effect.provide(Emulator.layer(options)))

const main = Effect.gen(function*() {
  const values = yield* flags
  if (values.help) return yield* Console.log(help)
  return yield* serve(yield* optionsFrom(values), values.certificate)
}).pipe(
  Effect.catchTag("InvalidOption", ({ message }) => Effect.fail(usageError(message))),
  Effect.catchTag("ListenFailed", ({ message }) => Effect.fail(new Failed({ message, exitCode: 1 }))),
  Effect.tapErrorTag("Failed", ({ message }) => Console.error(message))
)

NodeRuntime.runMain(main, {
  disableErrorReporting: true,
  // SIGTERM and SIGINT are the normal end.
  teardown: (exit, onExit) =>
    Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause) ? onExit(0) : Runtime.defaultTeardown(exit, onExit)
})
