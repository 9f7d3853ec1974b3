/** What can be set of the seed's app: its functions, and who logs in how. */
import type { BadRequest } from "@atlas-bearer/core/ClientError"
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { EmailPassword, Settings } from "./Apps.ts"
import * as DefaultSeed from "./DefaultSeed.ts"
import type { Registered, Services } from "./Functions.ts"
import * as JsonWebKeySets from "./JsonWebKeySets.ts"
import * as PublicKeys from "./PublicKeys.ts"
import * as RedirectUris from "./RedirectUris.ts"
import * as SigningSecrets from "./SigningSecrets.ts"

/** The document of `collection` whose `userIdField` is the user's id is that user's data. */
export interface CustomUserData {
  readonly collection: string
  readonly userIdField: string
}

/** Everything has a default. */
export interface ProviderOptions {
  /** The apps' functions, by the name that clients call: `{ sum: (a: number, b: number) => a + b }`. */
  readonly functions?: Registered | undefined
  /** Those of the apps' services: `{ "mongodb-atlas": { find: ({ collection, query }) => [] } }`. */
  readonly services?: Services | undefined
  /** How the seed's app treats e-mail addresses and passwords. By default users are confirmed as they register. */
  readonly emailPassword?: Partial<EmailPassword> | undefined
  /** The function that `custom-function` logins call. It gets what the client sent and returns the user's id. */
  readonly authFunctionName?: string | undefined
  /** What HS256 tokens that log in by `custom-token` are signed with, instead of the seed's secret: at most 3. */
  readonly customTokenSecrets?: ReadonlyArray<string> | undefined
  /** RSA public keys, at most 3 in PEM or as JSON Web Keys: RS256 tokens of theirs log in by `custom-token` too. */
  readonly customTokenKeys?: ReadonlyArray<typeof PublicKeys.GivenKey.Type> | undefined
  /** The URL of a JSON Web Key Set, whose keys do so instead, by the `kid` of a token. It is read again as keys change. */
  readonly customTokenJwkUri?: string | undefined
  /** Where the browser logins of Google, Facebook and Apple may end, to the letter. By default nowhere. */
  readonly redirectUris?: ReadonlyArray<string> | undefined
  /** Where the seed's app keeps its users' custom data, which stands in their access tokens. By default it has none. */
  readonly customUserData?: CustomUserData | undefined
}

const wrong = (option: string, reason: string) => Result.fail(new InvalidOption({ option, reason }))

/** Functions that are named must be there. */
const checkFunctions = ({ authFunctionName, emailPassword, functions = {} }: ProviderOptions) =>
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

/** Nothing for an option that is not given. */
const checked = <A, B>(option: string, given: A | undefined, check: (given: A) => Result.Result<B, BadRequest>) =>
  given === undefined ? Result.succeed(undefined) : Result.mapError(
    check(given),
    ({ description }) => new InvalidOption({ option, reason: `cannot be so: ${description}` })
  )

/** The settings of the app, or which option is wrong, and what it should be. */
export const settingsOf = (options: ProviderOptions): Result.Result<Settings, InvalidOption> =>
  Result.gen(function*() {
    yield* checkFunctions(options)
    const secrets = yield* checked("customTokenSecrets", options.customTokenSecrets, SigningSecrets.fromAll)
    const [secret, ...otherSecrets] = secrets ?? []
    const keys = yield* checked("customTokenKeys", options.customTokenKeys, PublicKeys.fromAll)
    const jwkURI = yield* checked("customTokenJwkUri", options.customTokenJwkUri, JsonWebKeySets.checkUri)
    const redirectUris = yield* checked("redirectUris", options.redirectUris, RedirectUris.check)
    const { customUserData } = options
    for (const [field, value] of Object.entries(customUserData ?? {})) {
      if (value === "") return yield* wrong(`customUserData.${field}`, "must not be empty")
    }
    return {
      // Always said: what a store keeps from an earlier start may name functions that are not here.
      emailPassword: { autoConfirm: true, ...options.emailPassword },
      authFunctionName: options.authFunctionName ?? null,
      customToken: [secret, keys, jwkURI].every((given) => given === undefined) ? undefined : {
        ...DefaultSeed.customToken,
        secret: secret ?? Redacted.make(DefaultSeed.customToken.secret),
        otherSecrets,
        keys,
        useJWKURI: jwkURI !== undefined,
        jwkURI
      },
      redirectUris: redirectUris && RedirectUris.forAll(redirectUris),
      customUserData: customUserData && {
        enabled: true,
        collectionName: customUserData.collection,
        userIdField: customUserData.userIdField
      }
    }
  })
