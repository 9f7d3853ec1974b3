/** Verifies users' access tokens with App Services, as a Promise client. For servers only. */
import * as BaseUrl from "@atlas-bearer/core/BaseUrl"
import type { ClientEvent } from "@atlas-bearer/core/ClientEvent"
import type { Claims } from "@atlas-bearer/core/endpoints/admin/VerifyToken"
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import type { PromiseTokenStore } from "@atlas-bearer/core/PromiseTokenStore"
import type { SharedVerificationCache } from "@atlas-bearer/core/SharedVerificationCache"
import type { CallOptions, DurationInput } from "@atlas-bearer/core/TokenSource"
import type { State } from "@atlas-bearer/core/VerificationState"
import * as Duration from "effect/Duration"
import * as ClientOptions from "./internal/ClientOptions.ts"
import { eventsOf } from "./internal/events.ts"
import { duration } from "./internal/limits.ts"
import * as OnDemand from "./internal/OnDemand.ts"
import * as option from "./internal/option.ts"

/** Which app's tokens are verified, with which MongoDB Cloud API key. What is tried again is decided for all questions together. */
export interface Options extends Omit<ClientOptions.ClientOptions, "retries"> {
  /** The project's id. */
  readonly groupId: string
  /** The app's own id, 24 hexadecimal digits: not the client app id. */
  readonly appId: string
  /** The public key of a MongoDB Cloud API key that may see the app. */
  readonly publicKey: string
  readonly privateKey: string
  /** By default the hosted service. */
  readonly baseUrl?: string | URL | undefined
  /** Allows `http:` to another machine: everybody on the way sees the keys. */
  readonly allowInsecure?: boolean | undefined
  /** Where the administrator's session rests, for all who share it. By default in memory. */
  readonly store?: PromiseTokenStore | undefined
  /** How long a valid token is remembered at most, by default 60 s; a refused one, 10 s at most. `0` remembers nothing. */
  readonly maxAge?: DurationInput | undefined
  /** How many valid tokens are remembered, by default 10,000. */
  readonly capacity?: number | undefined
  /** How many refused tokens are remembered, by default 1,000. They never take the place of a valid one. */
  readonly refusedCapacity?: number | undefined
  /**
   * How many tokens are asked about at the same time, by default 1,000; one that nobody waits for any longer counts for
   * another 10 s. Any other is answered with `VerifierUnavailable` at once: a flood of unknown tokens fills neither the memory
   * nor the service's limit.
   */
  readonly askingCapacity?: number | undefined
  /**
   * Tells the other servers of a fleet which tokens were found valid: `RedisVerificationCache` of `@atlas-bearer/redis`. It is
   * asked when a token is not remembered here. By default each server asks for itself.
   */
  readonly cache?: SharedVerificationCache | undefined
}

/** Dispose of it to close its connections. */
export interface TokenVerifier extends AsyncDisposable {
  /** What happens to the verifier's requests: waits, retries, closed and opened limits, what is not shared. */
  readonly events: AsyncIterable<ClientEvent>
  /**
   * The claims of a valid token. Rejects with `TokenExpired`, `TokenInvalid`, `VerifierUnavailable` or
   * `VerifierMisconfigured`. Does not notice that a session was revoked or a user disabled. The claims cannot be
   * changed: others get the same. While the service is down it is asked once a second, whatever `retries` says.
   */
  readonly verify: (token: string, options?: CallOptions) => Promise<Claims>
  /**
   * As `verify`, when nobody has to be asked, else `undefined`: for a server's hot path, before `verify`. Throws what `verify`
   * rejects with: for a token that is known not to be valid, or of which nobody is asked now.
   */
  readonly verifyAtOnce: (token: string) => Claims | undefined
  /** How often an answer was remembered, and how many are. */
  readonly inspect: () => Promise<State>
}

const count = (name: string, value: number | undefined): number | undefined => {
  if (value === undefined || (Number.isInteger(value) && value >= 0)) return value
  throw new InvalidOption({ option: name, reason: "must be a whole number from 0" })
}

/** Throws an `InvalidOption` that names the option. Logs the administrator in with the first token to verify. */
export const make = (options: Options): TokenVerifier => {
  const settings = {
    groupId: option.text("groupId", option.object(options).groupId),
    appId: option.text("appId", options.appId),
    publicKey: option.text("publicKey", options.publicKey),
    privateKey: option.secret("privateKey", options.privateKey),
    baseUrl: option.baseUrl(options.baseUrl ?? BaseUrl.hosted, options.allowInsecure),
    maxAge: duration("maxAge", options.maxAge, Duration.minutes(1)),
    capacity: count("capacity", options.capacity),
    refusedCapacity: count("refusedCapacity", options.refusedCapacity),
    askingCapacity: count("askingCapacity", options.askingCapacity),
    cache: option.cache(options.cache)
  }
  const store = option.store(options.store)
  const client = ClientOptions.check(options)
  const verifier = OnDemand.make(
    () => import("./internal/loaded/TokenVerifier.ts"),
    ({ make }) => make(settings, store, client)
  )
  return {
    events: eventsOf(verifier),
    verify: (token, callOptions) => verifier.call((made) => made.verify(token, callOptions)),
    verifyAtOnce: (token) => verifier.made()?.verifyAtOnce(token),
    inspect: () => verifier.call((made) => made.inspect()),
    [Symbol.asyncDispose]: () => OnDemand.dispose(verifier)
  }
}
