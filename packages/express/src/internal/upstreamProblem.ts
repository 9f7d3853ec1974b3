/** What a failure of App Services means to the browser: its tag and its advice, and nothing else. */
import * as Duration from "effect/Duration"
import type { Problem } from "./Problem.ts"
import { fieldOf, tagOf } from "./retryAfter.ts"

/** Failures that the user, or the page, can do something about; the message says what. */
const told: Readonly<Record<string, number>> = {
  SessionEnded: 401,
  InvalidSession: 401,
  InvalidPassword: 401,
  AuthError: 401,
  TokenInvalid: 401,
  UserDisabled: 403,
  AuthProviderNotFound: 404,
  BadRequest: 400,
  InvalidParameter: 400,
  MissingParameter: 400
}

/** Failures that end by themselves. */
const passing = new Set(["Unreachable", "CircuitOpen", "DeadlineExceeded", "InternalServerError", "UnexpectedReply"])

const pause = Duration.seconds(5)

const wait = (error: unknown) => ({ "Retry-After": fieldOf(error, pause) })

// RFC 9110 section 15.5.2: a 401 has a challenge. No browser asks for a password because of this one.
export const challenge = { "WWW-Authenticate": "Cookie realm=\"session\"" }

export const isEnd = (error: unknown): boolean =>
  ["SessionEnded", "InvalidSession", "TokenInvalid"].includes(tagOf(error) ?? "")

/** `undefined` for what is no failure of App Services but a fault here. */
export const upstreamProblem = (error: unknown): Problem | undefined => {
  const code = tagOf(error)
  if (code === undefined || !(error instanceof Error)) return undefined
  const status = Object.hasOwn(told, code) ? told[code] : undefined
  if (status !== undefined) {
    return { status, code, detail: error.message, headers: status === 401 ? challenge : undefined }
  }
  if (code === "RateLimited") {
    return { status: 429, code, detail: "Too many requests. Try again later.", headers: wait(error) }
  }
  // A code that this version does not know.
  if (code === "Refused" && "status" in error && error.status === 401) {
    return { status: 401, code, detail: "App Services refuses this login.", headers: challenge }
  }
  return passing.has(code)
    ? { status: 503, code, detail: "App Services does not answer as it should. Try again later.", headers: wait(error) }
    : { status: 502, code, detail: "App Services refuses this server. Its administrator has to look at that." }
}
