/** What the vendor's pages and the years disagree about, one switch each, and the sets of them that have a name. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** The points in which the vendor's pages and the years disagree. */
export const Switches = Schema.Struct({
  /** What a login answers besides the tokens: realm-web fails without `device_id`. */
  loginIds: Schema.Literals(["none", "user_id", "user_id and device_id"]),
  /** Claims of App Services tokens: the names of 2020, or with `baas_` names and `jti` as of 2024. */
  claims: Schema.Literals(["stitch", "stitch and baas"]),
  /** How long the refresh token of an anonymous user lives. */
  anonymousRefresh: Schema.Literals(["60 days", "18250 days"]),
  /** Until May 2024 a refused login said why; since then it is `unauthorized`. */
  refusals: Schema.Literals(["detailed", "unauthorized"]),
  /** What a refresh says to an access token. */
  wrongTokenType: Schema.Literals(["incorrect token type", "invalid session"]),
  /** The status of `verify_token` for an invalid token: 400 for a malformed and 401 for a badly signed one, or always one. */
  verifyInvalid: Schema.Literals(["by case", "400", "401"]),
  /** The body of `verify_token` for an expired token: a JSON string, or what the page prints, which is no JSON. */
  verifyExpired: Schema.Literals(["json", "as printed"]),
  /** The 401 of the token endpoint: with the page's Digest challenge and ISO-8859-1, or as other pages show it. */
  invalidClient: Schema.Literals(["challenge", "plain"]),
  /** How the tokens of service accounts are signed: ES512, as in the page's sample, takes some 2 ms a token. */
  serviceTokens: Schema.Literals(["HS256", "ES512"]),
  /** What `insertMany` of GraphQL answers: the ids, as every schema that was looked at, or the documents, as the page. */
  insertMany: Schema.Literals(["ids", "documents"]),
  /** The body of the token endpoint's 429. The option of this name goes before it. */
  rateLimitBody: Schema.Literals(["oauth", "api"])
})
export type Switches = typeof Switches.Type

const appServices: Switches = {
  loginIds: "user_id and device_id",
  claims: "stitch and baas",
  anonymousRefresh: "18250 days",
  refusals: "detailed",
  wrongTokenType: "incorrect token type",
  verifyInvalid: "by case",
  verifyExpired: "json",
  invalidClient: "challenge",
  serviceTokens: "HS256",
  insertMany: "ids",
  rateLimitBody: "oauth"
}

const realm2021: Switches = {
  ...appServices,
  claims: "stitch",
  anonymousRefresh: "60 days",
  verifyInvalid: "400",
  verifyExpired: "as printed"
}

/** By name: which switches make which page, or which year. */
export const profiles = {
  /** The hosted service in its last year, but for the texts of refusals. */
  "app-services": appServices,
  /** The Stitch page: a login answers the tokens alone. */
  "stitch-2020": { ...realm2021, loginIds: "none" },
  /** The Realm page. */
  "realm-2021": realm2021,
  /** The Cloud Manager page. */
  "cloud-manager": { ...appServices, serviceTokens: "ES512" },
  /** The Atlas Administration API as clients have seen it. */
  "atlas": { ...appServices, invalidClient: "plain", rateLimitBody: "api" }
} as const satisfies Readonly<Record<string, Switches>>

/** One of `profiles`. */
export type ProfileName = keyof typeof profiles

const decodeName = Schema.decodeUnknownOption(Schema.Literals(Object.keys(profiles)))
const isName = (name: string): name is ProfileName => Option.isSome(decodeName(name))
const decodeSwitches = Schema.decodeUnknownResult(Switches)

/** Checks a name; the error has all names. */
export const nameFrom = (name: string): Result.Result<ProfileName, InvalidOption> =>
  isName(name) ? Result.succeed(name) : Result.fail(
    new InvalidOption({
      option: "profile",
      reason: `must be one of ${Object.keys(profiles).join(", ")}, not ${JSON.stringify(name)}`
    })
  )

/** The named profile with some switches set otherwise. */
export const fromOptions = (
  name: string = "app-services",
  switches: Partial<Switches> = {}
): Result.Result<Switches, InvalidOption> =>
  Result.flatMap(nameFrom(name), (name) =>
    Result.mapError(
      decodeSwitches({ ...profiles[name], ...switches }, { onExcessProperty: "error" }),
      ({ message }) => new InvalidOption({ option: "switches", reason: `cannot be so: ${message}` })
    ))

export class Profile extends Context.Service<Profile, Switches>()("@atlas-bearer/emulator/Profile") {
  static readonly layer = (switches: Switches = appServices) => Layer.succeed(Profile, switches)
}
