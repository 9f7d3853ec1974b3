/** `atlas-bearer emulator`: serves the protocol on this machine. */
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { attempt } from "../internal/attempt.ts"
import * as browser from "../internal/browser.ts"
import { print } from "../internal/output.ts"

const optionalText = (name: string, metavar: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withMetavar(metavar),
    Flag.withDescription(description),
    Flag.optional,
    Flag.map(Option.getOrUndefined)
  )

const flags = {
  port: Flag.Int("port").pipe(
    Flag.withAlias("p"),
    Flag.withDefault(9090),
    Flag.withDescription("Port to listen on; 0 takes a free one (default: 9090)")
  ),
  host: optionalText("host", "ADDRESS", "Address to listen on (default: 127.0.0.1)"),
  store: optionalText("store", "FILE", "SQLite file to keep state in (default: in memory)"),
  seed: optionalText("seed", "FILE", "JSON of apps, service accounts and administrators besides the default ones"),
  tokenRateLimit: optionalText("token-rate-limit", "N/TIME", "Token requests, such as 10/1m, or off (default: 10/1m)"),
  open: Flag.Boolean("open").pipe(
    Flag.withDefault(false),
    Flag.withoutNegation,
    Flag.withDescription("Open its page in the browser: requests, clock, faults and e-mails")
  )
}

/** Some openers end with the browser: nobody waits for them. */
const show = (page: string) =>
  Effect.forkScoped(
    Effect.flatMap(
      browser.open(page),
      (isOpen) => isOpen ? Effect.void : Console.error(`No browser opened. The emulator's page is ${page}`)
    )
  )

export const emulator = Command.make("emulator", flags, ({ open, ...options }) =>
  Effect.scoped(Effect.gen(function*() {
    const { start } = yield* attempt(() => import("@atlas-bearer/emulator/Emulator"))
    const running = yield* Effect.acquireDisposable(attempt(() => start(options)))
    const page = `${running.url}/__emulator/`
    yield* print(`Serving on ${running.url}. Ctrl-C ends it.`, {
      ready: true,
      url: running.url,
      page,
      pid: process.pid
    })
    if (open) yield* show(page)
    const end = Effect.sync(() => {
      process.exitCode = 0
    })
    return yield* Effect.onInterrupt(Effect.never, () => end)
  }))).pipe(
    Command.withDescription(
      "Serve the authentication protocol of App Services, Cloud Manager and Atlas on this machine until Ctrl-C. The command atlas-bearer-emulator has more options."
    ),
    Command.withShortDescription("Start a local server to try things on"),
    Command.withExamples([
      { command: "atlas-bearer emulator --port 9090 --open", description: "Start it, and look at it in the browser" },
      {
        command:
          "atlas-bearer login --base-url http://127.0.0.1:9090 --app myapp-abcde --username test@example.com # password",
        description: "Log in to it"
      }
    ])
  )
