/**
 * JSON Web Tokens signed with HS256 (RFC 7519, RFC 7515), refused in the words of the Go library that the hosted service
 * uses. Expiry is not looked at.
 */
import { TokenInvalid } from "@atlas-bearer/core/ClientError"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { createHmac, timingSafeEqual } from "node:crypto"

/** The text is no JSON Web Token at all. */
export class TokenMalformed extends Schema.TaggedError<TokenMalformed>()("TokenMalformed", {
  description: Schema.String
}) {
  override get message() {
    return this.description
  }
}

type Claims = typeof Schema.JsonObject.Type

/** A token that was read but not verified. */
export interface Unverified {
  readonly claims: Claims
  readonly isSignedWith: (secret: Redacted.Redacted) => boolean
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")
const header = { alg: "HS256", typ: "JWT" }
const encodedHeader = encode(header)

const signature = (content: string, secret: Redacted.Redacted) =>
  createHmac("sha256", Redacted.value(secret)).update(content).digest("base64url")

type Members = Readonly<Record<string, unknown>>

const isSorted = (names: ReadonlyArray<string>) => names.every((name, index) => name >= (names[index - 1] ?? ""))

/** Most claims are, and to see that is quicker than to sort them. */
const sorted = (claims: Members): Members =>
  isSorted(Object.keys(claims))
    ? claims
    : Object.fromEntries(Object.entries(claims).toSorted(([a], [b]) => a < b ? -1 : 1))

/** The token of this header and of these claims, which stand in alphabetical order. */
export const signWith = (
  head: Members,
  claims: Members,
  signature: (content: string) => string
): Redacted.Redacted => {
  const content = `${head === header ? encodedHeader : encode(head)}.${encode(sorted(claims))}`
  return Redacted.make(`${content}.${signature(content)}`)
}

/**
 * The token of these claims, signed with HS256. Another header is for tokens that should be refused: it is
 * signed with HMAC whatever it says, but not at all when its `alg` is `none`.
 */
export const sign = (
  claims: Members,
  secret: Redacted.Redacted,
  head: Members = header
): Redacted.Redacted => signWith(head, claims, (content) => head["alg"] === "none" ? "" : signature(content, secret))

const decodeJson = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Unknown))
const decodeObject = Schema.decodeUnknownOption(Schema.JsonObject)
const malformed = (description: string) => Result.fail(new TokenMalformed({ description }))
const invalid = (description: string) => Result.fail(new TokenInvalid({ description }))

const goType = (value: unknown) => Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value

const decodeSegment = (segment: string): Result.Result<Claims, TokenMalformed> => {
  const illegal = segment.search(/[^A-Za-z0-9_-]/)
  if (illegal >= 0) return malformed(`illegal base64 data at input byte ${illegal}`)
  const json = decodeJson(Buffer.from(segment, "base64url").toString())
  if (Option.isNone(json)) return malformed("invalid character looking for beginning of value")
  return Result.fromOption(decodeObject(json.value), () =>
    new TokenMalformed({
      description: `json: cannot unmarshal ${goType(json.value)} into Go value of type map[string]interface {}`
    }))
}

/** What a token says, of whatever algorithm. */
export const decode = (
  token: Redacted.Redacted
): Result.Result<{ readonly header: Claims; readonly claims: Claims }, TokenMalformed> =>
  Result.gen(function*() {
    const [head, payload, given, ...rest] = Redacted.value(token).split(".")
    if (head === undefined || payload === undefined || given === undefined || rest.length > 0) {
      return yield* malformed("token contains an invalid number of segments")
    }
    return { header: yield* decodeSegment(head), claims: yield* decodeSegment(payload) }
  })

/** Only HS256 is accepted, and no critical header parameter is understood (RFC 7515 section 4.1.11). */
export const parse = (token: Redacted.Redacted): Result.Result<Unverified, TokenMalformed | TokenInvalid> =>
  Result.gen(function*() {
    const { claims, header: { alg, crit } } = yield* decode(token)
    if (typeof alg !== "string") return yield* invalid("signing method (alg) is unspecified.")
    if (alg !== "HS256" || crit !== undefined) return yield* invalid("signing method (alg) is unavailable.")
    return {
      claims,
      isSignedWith: (secret) => {
        const text = Redacted.value(token)
        const end = text.lastIndexOf(".")
        const expected = Buffer.from(signature(text.slice(0, end), secret))
        const actual = Buffer.from(text.slice(end + 1))
        return actual.length === expected.length && timingSafeEqual(actual, expected)
      }
    }
  })

/** The claims of a token that was signed with `secret`. */
export const verify = (
  token: Redacted.Redacted,
  secret: Redacted.Redacted
): Result.Result<Claims, TokenMalformed | TokenInvalid> =>
  Result.flatMap(
    parse(token),
    ({ claims, isSignedWith }) => isSignedWith(secret) ? Result.succeed(claims) : invalid("signature is invalid")
  )
