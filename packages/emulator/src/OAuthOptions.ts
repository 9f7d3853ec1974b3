/** The switches of the service accounts' endpoints, where the vendor's pages and what was observed differ. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as Result from "effect/Result"
import type { BlockList } from "node:net"
import * as AccessList from "./AccessList.ts"
import * as AtlasRateLimit from "./AtlasRateLimit.ts"
import type { Limit } from "./TokenBucket.ts"

const encodings = ["both", "raw", "encoded"] as const
const checks = ["use", "mint", "both"] as const
const bodies = ["oauth", "api"] as const

/** How Basic credentials are read: as they are, form-decoded (RFC 6749 section 2.3.1), or either way. */
export type BasicCredentials = typeof encodings[number]

export interface OAuthOptions {
  /** Basic credentials as they are (`raw`), form-decoded (`encoded`), or either, the default (`both`). */
  readonly basicCredentials?: BasicCredentials | undefined
  /** Addresses and CIDR blocks from which service accounts may be used. By default from everywhere. */
  readonly ipAccessList?: ReadonlyArray<string> | undefined
  /** Whether the list is checked when a token is used, the default, when one is issued or revoked (`mint`), or both. */
  readonly ipAccessListOn?: AccessList.Checked | undefined
  /** The body of the token endpoint's 429: that of its page (`oauth`), the default, or that of the Atlas API (`api`). */
  readonly rateLimitBody?: typeof bodies[number] | undefined
  /** The token bucket of each Atlas endpoint and service account: `100:100/1m`, the default, or `off`. */
  readonly atlasRateLimit?: string | undefined
}

/** The options once they are known to work. */
export interface Valid {
  readonly basicCredentials: BasicCredentials
  readonly accessList: { readonly checked: AccessList.Checked; readonly list: BlockList }
  readonly rateLimitBody: typeof bodies[number]
  readonly atlasRateLimit: Limit | undefined
}

/** The first of the values is the default. */
const oneOf =
  <A extends string>(option: string, values: readonly [A, ...ReadonlyArray<A>]) => (text: string | undefined) =>
    Result.fromNullishOr(
      values.find((value) => value === (text ?? values[0])),
      () => new InvalidOption({ option, reason: `must be one of ${values.join(", ")}` })
    )

const encodingOf = oneOf("basicCredentials", encodings)
const checkedOf = oneOf("ipAccessListOn", checks)
const bodyOf = oneOf("rateLimitBody", bodies)

type Texts = { readonly [Name in keyof OAuthOptions]: string | undefined }

/** The same options from a command line, where each is any text; several addresses stand between commas. */
export const fromTexts = (texts: Texts): Result.Result<OAuthOptions, InvalidOption> =>
  Result.gen(function*() {
    return {
      basicCredentials: yield* encodingOf(texts.basicCredentials),
      ipAccessList: texts.ipAccessList?.split(","),
      ipAccessListOn: yield* checkedOf(texts.ipAccessListOn),
      // Left out, it is the profile's.
      rateLimitBody: texts.rateLimitBody === undefined ? undefined : yield* bodyOf(texts.rateLimitBody),
      atlasRateLimit: texts.atlasRateLimit
    }
  })

/** Or which option is wrong, and what it should be. */
export const validate = (options: OAuthOptions = {}): Result.Result<Valid, InvalidOption> =>
  Result.gen(function*() {
    return {
      basicCredentials: yield* encodingOf(options.basicCredentials),
      accessList: {
        checked: yield* checkedOf(options.ipAccessListOn),
        list: yield* AccessList.parse(options.ipAccessList ?? [])
      },
      rateLimitBody: yield* bodyOf(options.rateLimitBody),
      atlasRateLimit: yield* AtlasRateLimit.parse(options.atlasRateLimit ?? "100:100/1m")
    }
  })
