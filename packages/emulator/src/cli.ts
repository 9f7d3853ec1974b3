/** `atlas-bearer-emulator`: runs the emulator until it is told to stop. */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Cause from "effect/Cause"
import * as Console from "effect/Console"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Runtime from "effect/Runtime"
import { parseArgs } from "node:util"
import * as Emulator from "./Emulator.ts"
import * as OAuthOptions from "./OAuthOptions.ts"
import type * as Options from "./Options.ts"

const help = `Usage: atlas-bearer-emulator [options]

Serves the authentication protocol of MongoDB App Services, Cloud Manager and Atlas on this machine.
The first line on stdout is JSON and says where: {"ready":true,"url":"http://127.0.0.1:9090"}

Options:
  -p, --port NUMBER          port to listen on; 0 takes a free one (default: 9090)
      --host ADDRESS         address to listen on (default: 127.0.0.1)
      --store PATH           SQLite file to keep state in (default: :memory:)
      --public-url URL       URL that replies name (default: the host that was asked)
      --token-rate-limit N   token requests per address and client id, such as 10/1m or 5/30s, or off (default: 10/1m)
      --token-quota NUMBER   live tokens per service account, or off (default: 100)
      --rate-limit-body NAME     body of the token endpoint's 429: oauth, as its page has it, or api (default: oauth)
      --basic-credentials NAME   how the token endpoint reads them: raw, encoded or both (default: both)
      --ip-access-list LIST      addresses and CIDR blocks that may use service accounts, by commas (default: all)
      --ip-access-list-on NAME   when it is checked: at use, mint or both (default: use)
      --atlas-rate-limit LIMIT   requests per Atlas endpoint and service account: a bucket such as 10:5/60s for 10, and
                                 5 more every 60 s, or off (default: 100:100/1m)
      --confirm-emails       users confirm their address by a token, see /__emulator/mailbox
  -h, --help                 show this text

Example:
  atlas-bearer-emulator --port 0 --store movies.db --token-rate-limit 10/2s
`

/** What ends the process, told on stderr. */
class Failed extends Data.TaggedError("Failed")<{ readonly message: string; readonly exitCode: number }> {
  override readonly [Runtime.errorExitCode] = this.exitCode
}

const usageError = (message: string) =>
  new Failed({ message: `${message}\nTry: atlas-bearer-emulator --help`, exitCode: 2 })

const flags = Effect.try({
  // node:util and not effect/cli, which takes a third of the start-up time for eight flags.
  try: () =>
    parseArgs({
      options: {
        port: { type: "string", short: "p", default: "9090" },
        host: { type: "string" },
        store: { type: "string" },
        "public-url": { type: "string" },
        "token-rate-limit": { type: "string" },
        "token-quota": { type: "string" },
        "rate-limit-body": { type: "string" },
        "basic-credentials": { type: "string" },
        "ip-access-list": { type: "string" },
        "ip-access-list-on": { type: "string" },
        "atlas-rate-limit": { type: "string" },
        "confirm-emails": { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false }
      }
    }).values,
  catch: (cause) => usageError(cause instanceof Error ? cause.message : String(cause))
})

const serve = (options: Options.Options) =>
  Emulator.Emulator.use(({ url }) => Console.log(JSON.stringify({ ready: true, url, pid: process.pid }))).pipe(
    Effect.andThen(Effect.never),
    Effect.provide(Emulator.layer(options))
  )

const main = Effect.gen(function*() {
  const values = yield* flags
  if (values.help) return yield* Console.log(help)
  const quota = values["token-quota"]
  const oauth = yield* Effect.fromResult(OAuthOptions.fromTexts({
    basicCredentials: values["basic-credentials"],
    ipAccessList: values["ip-access-list"],
    ipAccessListOn: values["ip-access-list-on"],
    rateLimitBody: values["rate-limit-body"],
    atlasRateLimit: values["atlas-rate-limit"]
  }))
  return yield* serve({
    port: Number(values.port),
    host: values.host,
    store: values.store,
    publicUrl: values["public-url"],
    tokenRateLimit: values["token-rate-limit"],
    ...oauth,
    emailPassword: values["confirm-emails"] ? { autoConfirm: false } : undefined,
    tokenQuota: quota === undefined || quota === "off" ? quota : Number(quota)
  })
}).pipe(
  Effect.catchTag("InvalidOption", ({ message }) => Effect.fail(usageError(message))),
  Effect.catchTag(
    "ServeError",
    ({ cause }) => Effect.fail(new Failed({ message: `Cannot listen: ${String(cause)}`, exitCode: 1 }))
  ),
  Effect.tapErrorTag("Failed", ({ message }) => Console.error(message))
)

NodeRuntime.runMain(main, {
  disableErrorReporting: true,
  // SIGTERM and SIGINT are the normal end.
  teardown: (exit, onExit) =>
    Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause) ? onExit(0) : Runtime.defaultTeardown(exit, onExit)
})
