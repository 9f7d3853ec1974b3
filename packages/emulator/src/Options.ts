/** What can be set on an emulator. */
import * as BaseUrl from "@atlas-bearer/core/BaseUrl"
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { Settings } from "./Apps.ts"
import type { Registered, Services } from "./Functions.ts"
import * as OAuthOptions from "./OAuthOptions.ts"
import { checkTypes } from "./optionTypes.ts"
import { fromOptions, type ProfileName, type Switches } from "./Profile.ts"
import * as ProviderOptions from "./ProviderOptions.ts"
import type { SeedData } from "./SeedData.ts"
import * as TokenRateLimit from "./TokenRateLimit.ts"

/** Everything has a default. */
export interface Options extends OAuthOptions.OAuthOptions, ProviderOptions.ProviderOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number | undefined
  /** The address to listen on, by default 127.0.0.1. */
  readonly host?: string | undefined
  /** `:memory:`, the default, or the path of a SQLite file. */
  readonly store?: string | undefined
  /** The URL that replies name, for an emulator behind a proxy. By default the host that a request asked for. */
  readonly publicUrl?: string | undefined
  /** Token requests for each address and client id: `10/1m`, the default, or `off`. */
  readonly tokenRateLimit?: string | undefined
  /** Live tokens of a service account: 100, the default, or `off`. */
  readonly tokenQuota?: number | "off" | undefined
  /** A whole number, 0 by default: what the chances of faults follow from. */
  readonly faultSeed?: number | undefined
  /** What there is besides the default seed, or the path of a JSON file with it. What is there already stays as it is. */
  readonly seed?: string | typeof SeedData.Encoded | undefined
  /** The directory of an exported Realm app, which is served beside the seed's. */
  readonly import?: string | undefined
  /** Listens with `https` and a certificate that it makes itself. By default it does not. */
  readonly tls?: boolean | undefined
  /** Whose differences to follow: `app-services`, the default, `stitch-2020`, `realm-2021`, `cloud-manager` or `atlas`. */
  readonly profile?: ProfileName | undefined
  /** Single differences, instead of the profile's. */
  readonly switches?: Partial<Switches> | undefined
  /** Whoever has it may use the control plane, as a bearer token. Without one this machine may. */
  readonly controlToken?: string | undefined
  /** How many requests the journal keeps: 1,000 by default; 0 switches it off. */
  readonly journal?: number | undefined
}

/** The options once they are known to work. */
export interface Valid {
  readonly port: number
  readonly host: string
  readonly path: string
  readonly publicUrl: URL | undefined
  readonly rateLimit: TokenRateLimit.Limit | undefined
  readonly quota: number | undefined
  readonly functions: Registered
  readonly services: Services
  readonly settings: Settings
  readonly oauth: OAuthOptions.Valid
  readonly faultSeed: number
  readonly journal: number
  readonly controlToken: Redacted.Redacted | undefined
  readonly profile: Switches
  readonly tls: boolean
  readonly import: string | undefined
  readonly seed: NonNullable<Options["seed"]>
}

const wrong = (option: string, reason: string) => Result.fail(new InvalidOption({ option, reason }))

/** Or which option is wrong, and what it should be. */
export const validate = (options: Options): Result.Result<Valid, InvalidOption> =>
  Result.gen(function*() {
    yield* checkTypes(options)
    const { host = "127.0.0.1", port = 0, store = ":memory:", tokenQuota = 100, tokenRateLimit = "10/1m" } = options
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      return yield* wrong("port", "must be a whole number from 0 to 65535")
    }
    if (host === "") return yield* wrong("host", "must be an address to listen on, such as 127.0.0.1")
    if (store === "") return yield* wrong("store", "must be :memory: or the path of a SQLite file")
    if (tokenQuota !== "off" && (!Number.isInteger(tokenQuota) || tokenQuota < 1)) {
      return yield* wrong("tokenQuota", "must be a whole number of tokens from 1, or off")
    }
    const { controlToken, faultSeed = 0, journal = 1_000 } = options
    if (controlToken !== undefined && !/^[\x21-\x7e]{16,}$/.test(controlToken)) {
      return yield* wrong("controlToken", "must be at least 16 visible ASCII characters")
    }
    if (!Number.isSafeInteger(faultSeed)) return yield* wrong("faultSeed", "must be a whole number")
    if (!Number.isSafeInteger(journal) || journal < 0) {
      return yield* wrong("journal", "must be a whole number of requests from 0")
    }
    const profile = yield* fromOptions(options.profile, options.switches)
    return {
      port,
      host,
      path: store,
      publicUrl: options.publicUrl === undefined
        ? undefined
        : yield* BaseUrl.fromOption({ option: "publicUrl", input: options.publicUrl, allowInsecure: true }),
      rateLimit: yield* TokenRateLimit.parse(tokenRateLimit),
      quota: tokenQuota === "off" ? undefined : tokenQuota,
      oauth: yield* OAuthOptions.validate({
        ...options,
        rateLimitBody: options.rateLimitBody ?? profile.rateLimitBody
      }),
      functions: options.functions ?? {},
      services: options.services ?? {},
      faultSeed,
      journal,
      tls: options.tls === true,
      import: options.import,
      seed: options.seed ?? {},
      profile,
      controlToken: controlToken === undefined ? undefined : Redacted.make(controlToken),
      settings: yield* ProviderOptions.settingsOf(options)
    }
  })
