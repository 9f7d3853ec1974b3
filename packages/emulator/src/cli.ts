/** `atlas-bearer-emulator`: runs the emulator until it is told to stop. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Cause from "effect/Cause"
import * as Console from "effect/Console"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Runtime from "effect/Runtime"
import { writeFileSync } from "node:fs"
import { parseArgs } from "node:util"
import * as Emulator from "./Emulator.ts"
import * as OAuthOptions from "./OAuthOptions.ts"
import type * as Options from "./Options.ts"
import * as Profile from "./Profile.ts"

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
      --import DIRECTORY     an exported Realm app, to serve beside myapp-abcde
      --profile NAME         whose differences to follow: app-services, stitch-2020, realm-2021, cloud-manager or atlas
                             (default: app-services)
      --switch NAME=VALUE    one difference, instead of the profile's; may be repeated, such as
                             --switch refusals=unauthorized
      --tls                  listen with https and a self-made certificate
      --certificate PATH     where to write that certificate, for NODE_EXTRA_CA_CERTS
      --control-token TOKEN  open /__emulator to whoever has it, and to nobody else (default: this machine alone)
      --fault-seed NUMBER    what the chances of faults follow from (default: 0)
      --journal NUMBER       requests that /__emulator/journal keeps; 0 switches it off (default: 1000)
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
  // node:util and not effect/cli, which takes a third of the start-up time for these flags.
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
        import: { type: "string" },
        profile: { type: "string" },
        switch: { type: "string", multiple: true },
        tls: { type: "boolean", default: false },
        certificate: { type: "string" },
        "control-token": { type: "string" },
        "fault-seed": { type: "string" },
        journal: { type: "string" },
        "confirm-emails": { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false }
      }
    }).values,
  catch: (cause) => usageError(cause instanceof Error ? cause.message : String(cause))
})

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
    return yield* Effect.never
  }).pipe(Effect.provide(Emulator.layer(options)))

/** `name=value`, several times. */
const switchesFrom = (flags: ReadonlyArray<string> = []) =>
  Object.fromEntries(flags.map((flag) => {
    const [name = "", ...value] = flag.split("=")
    return [name, value.join("=")]
  }))

const numberFrom = (flag: string | undefined) => flag === undefined ? undefined : Number(flag)

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
  if (values.certificate !== undefined && !values.tls) {
    return yield* new InvalidOption({ option: "certificate", reason: "needs --tls" })
  }
  return yield* serve({
    profile: values.profile === undefined ? undefined : yield* Effect.fromResult(Profile.nameFrom(values.profile)),
    switches: switchesFrom(values.switch),
    import: values.import,
    tls: values.tls,
    controlToken: values["control-token"],
    faultSeed: numberFrom(values["fault-seed"]),
    journal: numberFrom(values.journal),
    port: Number(values.port),
    host: values.host,
    store: values.store,
    publicUrl: values["public-url"],
    tokenRateLimit: values["token-rate-limit"],
    ...oauth,
    emailPassword: values["confirm-emails"] ? { autoConfirm: false } : undefined,
    tokenQuota: quota === undefined || quota === "off" ? quota : Number(quota)
  }, values.certificate)
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
