/** What can be set on an emulator. */
import * as BaseUrl from "@atlas-bearer/core/BaseUrl"
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { EmailPassword, Settings } from "./Apps.ts"
import * as DefaultSeed from "./DefaultSeed.ts"
import type { Registered } from "./Functions.ts"
import * as OAuthOptions from "./OAuthOptions.ts"
import { fromOptions, type ProfileName, type Switches } from "./Profile.ts"
import * as PublicKeys from "./PublicKeys.ts"
import * as RedirectUris from "./RedirectUris.ts"
import * as TokenRateLimit from "./TokenRateLimit.ts"

/** The document of `collection` whose `userIdField` is the user's id is that user's data. */
export interface CustomUserData {
  readonly collection: string
  readonly userIdField: string
}

/** Everything has a default. */
export interface Options extends OAuthOptions.OAuthOptions {
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
  /** The apps' functions, by the name that clients call: `{ sum: (a: number, b: number) => a + b }`. */
  readonly functions?: Registered | undefined
  /** How the seed's app treats e-mail addresses and passwords. By default users are confirmed as they register. */
  readonly emailPassword?: Partial<EmailPassword> | undefined
  /** RSA public keys, at most 3 in PEM or as JSON Web Keys: RS256 tokens of theirs log in by `custom-token` too. */
  readonly customTokenKeys?: ReadonlyArray<typeof PublicKeys.GivenKey.Type> | undefined
  /** Where the browser logins of Google, Facebook and Apple may end, to the letter. By default nowhere. */
  readonly redirectUris?: ReadonlyArray<string> | undefined
  /** Where the seed's app keeps its users' custom data, which stands in their access tokens. By default it has none. */
  readonly customUserData?: CustomUserData | undefined
  /** A whole number, 0 by default: what the chances of faults follow from. */
  readonly faultSeed?: number | undefined
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
  /** The function that `custom-function` logins call. It gets what the client sent and returns the user's id. */
  readonly authFunctionName?: string | undefined
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
  readonly settings: Settings
  readonly oauth: OAuthOptions.Valid
  readonly faultSeed: number
  readonly journal: number
  readonly controlToken: Redacted.Redacted | undefined
  readonly profile: Switches
  readonly tls: boolean
  readonly import: string | undefined
}

const wrong = (option: string, reason: string) => Result.fail(new InvalidOption({ option, reason }))

/** Functions that are named must be there. */
const checkFunctions = ({ authFunctionName, emailPassword, functions = {} }: Options) =>
  Result.gen(function*() {
    const named = {
      authFunctionName,
      "emailPassword.confirmationFunctionName": emailPassword?.confirmationFunctionName,
      "emailPassword.resetFunctionName": emailPassword?.resetFunctionName
    }
    for (const [option, name] of Object.entries(named)) {
      if (name !== undefined && !Object.hasOwn(functions, name)) {
        return yield* wrong(option, `must be the name of one of the functions, and ${name} is none`)
      }
    }
  })

/** Or which option is wrong, and what it should be. */
export const validate = (options: Options): Result.Result<Valid, InvalidOption> =>
  Result.gen(function*() {
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
    yield* checkFunctions(options)
    const profile = yield* fromOptions(options.profile, options.switches)
    const customTokenKeys = options.customTokenKeys &&
      (yield* Result.mapError(
        PublicKeys.fromAll(options.customTokenKeys),
        ({ description }) => new InvalidOption({ option: "customTokenKeys", reason: description })
      ))
    const { customUserData } = options
    const redirectUris = options.redirectUris &&
      (yield* Result.mapError(
        RedirectUris.check(options.redirectUris),
        ({ description }) => new InvalidOption({ option: "redirectUris", reason: `cannot be so: ${description}` })
      ))
    for (const [field, value] of Object.entries(customUserData ?? {})) {
      if (value === "") return yield* wrong(`customUserData.${field}`, "must not be empty")
    }
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
      faultSeed,
      journal,
      tls: options.tls === true,
      import: options.import,
      profile,
      controlToken: controlToken === undefined ? undefined : Redacted.make(controlToken),
      settings: {
        // Always said: what a store keeps from an earlier start may name functions that are not here.
        emailPassword: { autoConfirm: true, ...options.emailPassword },
        authFunctionName: options.authFunctionName ?? null,
        customToken: customTokenKeys && {
          ...DefaultSeed.customToken,
          secret: Redacted.make(DefaultSeed.customToken.secret),
          keys: customTokenKeys
        },
        redirectUris: redirectUris && RedirectUris.forAll(redirectUris),
        customUserData: customUserData && {
          enabled: true,
          collectionName: customUserData.collection,
          userIdField: customUserData.userIdField
        }
      }
    }
  })
