/** What the command's exit code says, for scripts. */
import * as Predicate from "effect/Predicate"

/** What has no code of its own, such as a GraphQL operation that failed. */
export const failed = 1
/** The command line is wrong, or something is missing on it. */
export const usage = 2
/** Nobody is logged in, or the session has ended. */
export const notLoggedIn = 3
/** The server said no: to the credentials, to the token, or to the request. */
export const refused = 4
/** Too many requests; the seconds to wait are on stderr. */
export const rateLimited = 5
/** No reply, or a server that is down. */
export const unreachable = 6
/** As shells count signals. */
export const interrupted = 130
/** As shells count signals. */
export const brokenPipe = 141
/** As shells count signals. */
export const terminated = 143

/** For documentation. */
export const meanings: ReadonlyArray<readonly [code: number, meaning: string]> = [
  [0, "done"],
  [failed, "something else failed, such as a GraphQL operation, or a folder that cannot be used"],
  [usage, "the command line is wrong, or something is missing on it"],
  [notLoggedIn, "nobody is logged in, or the session has ended"],
  [refused, "the server refused: the credentials, the token or the request (a status from 400 on)"],
  [rateLimited, "too many requests; the seconds to wait are on stderr"],
  [unreachable, "no reply, or a server that is down (a status from 500 on)"],
  [interrupted, "interrupted; for emulator that is the normal end, so 0"],
  [brokenPipe, "nobody reads the output any more"],
  [terminated, "ended by SIGTERM; emulator with 0 too"]
]

const byTag: Readonly<Record<string, number>> = {
  InvalidOption: usage,
  InvalidArgument: usage,
  ShowHelp: usage,
  NotLoggedIn: notLoggedIn,
  SessionEnded: notLoggedIn,
  RateLimited: rateLimited,
  Unreachable: unreachable,
  Unavailable: unreachable,
  ServerError: unreachable,
  InternalServerError: unreachable,
  VerifierUnavailable: unreachable,
  CircuitOpen: unreachable,
  DeadlineExceeded: unreachable,
  ListenFailed: failed,
  UnexpectedReply: failed
}

const ofStatus = (status: unknown): number => Number(status) >= 500 ? unreachable : refused

/** Of what a command failed with. A tagged error that is not listed is a refusal that the server has a name for. */
export const of = (error: unknown): number => {
  if (Predicate.hasProperty(error, "exitCode") && typeof error.exitCode === "number") return error.exitCode
  if (!Predicate.hasProperty(error, "_tag") || typeof error._tag !== "string") return failed
  // What was asked for the secret says it better.
  if (error._tag === "ClientSecretUnavailable" && Predicate.hasProperty(error, "cause")) return of(error.cause)
  if (error._tag === "Refused" && Predicate.hasProperty(error, "status")) return ofStatus(error.status)
  return byTag[error._tag] ?? refused
}
