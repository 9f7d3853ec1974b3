/** The flags of the command `atlas-bearer-emulator`, and the options that they stand for. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as Effect from "effect/Effect"
import { parseArgs } from "node:util"
import * as OAuthOptions from "../OAuthOptions.ts"
import type * as Options from "../Options.ts"
import * as Profile from "../Profile.ts"
import { usageError } from "./Failed.ts"

/** As they were typed. */
export const flags = Effect.try({
  // node:util and not effect/cli, which takes a third of the start-up time for these flags.
  try: () =>
    parseArgs({
      options: {
        port: { type: "string", short: "p", default: "9090" },
        host: { type: "string" },
        store: { type: "string" },
        seed: { type: "string" },
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
        "jwk-uri": { type: "string" },
        "redirect-uri": { type: "string", multiple: true },
        "confirm-emails": { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false }
      }
    }).values,
  catch: (cause) => usageError(cause instanceof Error ? cause.message : String(cause))
})

type Flags = Effect.Success<typeof flags>

/** `name=value`, several times. */
const switchesFrom = (flags: ReadonlyArray<string> = []) =>
  Object.fromEntries(flags.map((flag) => {
    const [name = "", ...value] = flag.split("=")
    return [name, value.join("=")]
  }))

/** An empty flag is a variable of the shell that is not set, and no 0. */
const numberFrom = (flag: string | undefined) =>
  flag === undefined ? undefined : flag.trim() === "" ? Number.NaN : Number(flag)

export const optionsFrom = Effect.fnUntraced(function*(flags: Flags) {
  const quota = flags["token-quota"]
  if (flags.certificate !== undefined && !flags.tls) {
    return yield* new InvalidOption({ option: "certificate", reason: "needs --tls" })
  }
  const oauth = yield* Effect.fromResult(OAuthOptions.fromTexts({
    basicCredentials: flags["basic-credentials"],
    ipAccessList: flags["ip-access-list"],
    ipAccessListOn: flags["ip-access-list-on"],
    rateLimitBody: flags["rate-limit-body"],
    atlasRateLimit: flags["atlas-rate-limit"]
  }))
  const options: Options.Options = {
    profile: flags.profile === undefined ? undefined : yield* Effect.fromResult(Profile.nameFrom(flags.profile)),
    switches: switchesFrom(flags.switch),
    import: flags.import,
    tls: flags.tls,
    controlToken: flags["control-token"],
    faultSeed: numberFrom(flags["fault-seed"]),
    journal: numberFrom(flags.journal),
    port: numberFrom(flags.port),
    host: flags.host,
    store: flags.store,
    seed: flags.seed,
    publicUrl: flags["public-url"],
    customTokenJwkUri: flags["jwk-uri"],
    redirectUris: flags["redirect-uri"],
    tokenRateLimit: flags["token-rate-limit"],
    ...oauth,
    emailPassword: flags["confirm-emails"] ? { autoConfirm: false } : undefined,
    tokenQuota: quota === undefined || quota === "off" ? quota : Number(quota)
  }
  return options
})
