/** Verifies users' access tokens without asking anybody, by the app's signing secret or public keys. For servers only. */
import * as BaseUrl from "@atlas-bearer/core/BaseUrl"
import type { Claims } from "@atlas-bearer/core/endpoints/admin/VerifyToken"
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import type { CallOptions, DurationInput } from "@atlas-bearer/core/TokenSource"
import * as Duration from "effect/Duration"
import type * as Redacted from "effect/Redacted"
import { duration } from "./internal/limits.ts"
import * as OnDemand from "./internal/OnDemand.ts"
import * as option from "./internal/option.ts"

interface CommonOptions {
  /** How far the clocks may differ, by default 5 s. */
  readonly clockTolerance?: DurationInput | undefined
}

/** For tokens that are signed with HS256, as those of App Services are. */
export interface SecretOptions extends CommonOptions {
  /** The app's signing secret, 32 bytes or more. */
  readonly secret: string
  readonly jwksUrl?: undefined
}

/** For tokens that are signed with a key pair. */
export interface KeySetOptions extends CommonOptions {
  readonly secret?: undefined
  /** Where the public keys are; `https:`, or this machine. */
  readonly jwksUrl: string | URL
  /** By default both. */
  readonly algorithms?: ReadonlyArray<"RS256" | "ES256"> | undefined
  readonly issuer?: string | undefined
  readonly audience?: string | undefined
}

export interface LocalVerifier {
  /**
   * The claims of a valid access token. Rejects with `TokenExpired`, `TokenInvalid` or, when public keys cannot be
   * fetched, `VerifierUnavailable`. Does not notice that a session was revoked or a user disabled.
   */
  readonly verify: (token: string, options?: Pick<CallOptions, "signal">) => Promise<Claims>
  /**
   * As `verify`, without waiting, once a token of the same signer was verified; `undefined` before that, and while the
   * keys have to be fetched. Throws what `verify` rejects with. For a server's hot path.
   */
  readonly verifyAtOnce: (token: string) => Claims | undefined
}

const checkedSecret = (value: string): Redacted.Redacted => {
  const secret = option.text("secret", value)
  const refuse = (reason: string) => new InvalidOption({ option: "secret", reason })
  // Who takes a public key for a secret accepts what anybody signs with that key.
  if (secret.includes("-----BEGIN")) throw refuse("is a key in PEM: public keys go with jwksUrl")
  // RFC 7518 section 3.2: no shorter than the hash.
  if (Buffer.byteLength(secret) < 32) throw refuse("must have 32 bytes or more")
  return option.secret("secret", secret)
}

/** As it is, with its query and its last slash: by them some servers tell keys apart, and others find them. */
const checkedUrl = (value: string | URL): URL => {
  const url = URL.parse(String(value))
  const refuse = (reason: string) => new InvalidOption({ option: "jwksUrl", reason })
  if (url === null) throw refuse("is not an absolute URL")
  if (url.username !== "" || url.password !== "") throw refuse("holds credentials, which public keys need not have")
  if (BaseUrl.isSecure(url)) return url
  throw refuse("must be https:, or http: to this machine: who changes the keys on their way makes valid tokens")
}

const publicAlgorithms: ReadonlyArray<string> = ["RS256", "ES256"]

const checkedAlgorithms = (algorithms: ReadonlyArray<string> = publicAlgorithms): Array<string> => {
  const isRight = Array.isArray(algorithms) && algorithms.length > 0 &&
    algorithms.every((name) => publicAlgorithms.includes(name))
  if (isRight) return [...algorithms]
  throw new InvalidOption({ option: "algorithms", reason: "must be one or both of RS256 and ES256" })
}

const optional = (name: string, value: string | undefined) => value === undefined ? value : option.text(name, value)

const checkedSource = (options: SecretOptions | KeySetOptions) =>
  options.jwksUrl === undefined
    ? { secret: checkedSecret(options.secret), algorithms: ["HS256"] }
    : {
      algorithms: checkedAlgorithms(options.algorithms),
      jwksUrl: checkedUrl(options.jwksUrl),
      issuer: optional("issuer", options.issuer),
      audience: optional("audience", options.audience)
    }

/** Throws an `InvalidOption` that names the option. The first token fetches the public keys. */
export const make = (options: SecretOptions | KeySetOptions): LocalVerifier => {
  if (option.object(options).secret !== undefined && options.jwksUrl !== undefined) {
    throw new InvalidOption({ option: "secret", reason: "cannot go with jwksUrl" })
  }
  const settings = {
    ...checkedSource(options),
    clockTolerance: Duration.toSeconds(duration("clockTolerance", options.clockTolerance, Duration.seconds(5)))
  }
  const verifier = OnDemand.make(() => import("./internal/loaded/LocalVerifier.ts"), ({ make }) => make(settings))
  return {
    verify: (token, call) => verifier.call((made) => made.verify(token, call)),
    verifyAtOnce: (token) => verifier.made()?.verifyAtOnce(token)
  }
}
