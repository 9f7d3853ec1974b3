/** What a failure means to the page: a status, and what a visitor can do (RFC 9457). */
import { isAxiosError } from "axios"
import type { ErrorRequestHandler, Response } from "express"
import { STATUS_CODES } from "node:http"

export interface Problem {
  readonly status: number
  readonly code: string
  /** For people: what happened, and what to do. */
  readonly detail: string
  /** Seconds. */
  readonly retryAfter?: number
}

export const send = (response: Response, { code, detail, retryAfter, status }: Problem): void => {
  if (retryAfter !== undefined) response.set("Retry-After", String(retryAfter))
  response.status(status).type("application/problem+json")
  response.send(JSON.stringify({ title: STATUS_CODES[status], status, code, detail }))
}

const known: Readonly<Record<string, Omit<Problem, "code">>> = {
  SessionEnded: { status: 401, detail: "Your session has ended. Log in again." },
  NotLoggedIn: { status: 401, detail: "Nobody is logged in here. Log in again." },
  AccountNameInUse: { status: 409, detail: "This e-mail address is registered already. Log in instead." },
  RateLimited: { status: 429, detail: "The API asks for a longer wait than anybody would want. Try again later." },
  DeadlineExceeded: { status: 504, detail: "The API took too long. Your login is kept: try again." },
  CircuitOpen: {
    status: 503,
    detail: "The API fails again and again. Your login is kept: try again in a few seconds."
  },
  InvalidClient: { status: 502, detail: "The service account's secret is refused. Rotate it, or start again." },
  TokenQuotaExceeded: { status: 503, detail: "100 tokens are alive. Revoke one, or let the hour pass." }
}

const tagOf = (error: unknown): string | undefined => {
  const found = isAxiosError(error) ? error.cause ?? error : error
  return found instanceof Error && "_tag" in found && typeof found._tag === "string" ? found._tag : undefined
}

const secondsOf = (error: unknown): number | undefined => {
  const cause = isAxiosError(error) ? error.cause : error
  if (!(cause instanceof Error) || !("retryAt" in cause)) return undefined
  const seconds = Math.ceil((Number(cause.retryAt) - Date.now()) / 1000)
  return Number.isFinite(seconds) ? Math.max(1, seconds) : undefined
}

/** What Express could not read: it says which status that is, and that the visitor may know. */
const unreadable = (error: unknown): Problem | undefined =>
  error instanceof Error && "expose" in error && error.expose === true && "status" in error &&
    typeof error.status === "number"
    ? { status: error.status, code: "BadRequest", detail: `The request cannot be read: ${error.message}.` }
    : undefined

/** Nothing for what is no failure of the API but a fault of this server. */
const from = (error: unknown): Problem | undefined => {
  const code = tagOf(error)
  const found = code !== undefined && Object.hasOwn(known, code) ? known[code] : undefined
  if (code !== undefined && found !== undefined) {
    const retryAfter = found.status === 401 ? undefined : secondsOf(error)
    return { ...found, code, ...(retryAfter !== undefined && { retryAfter }) }
  }
  if (isAxiosError(error)) {
    const reason = error.response === undefined ? "gave no answer" : `answered ${error.response.status}`
    const detail = `The API ${reason}, and trying again did not help. Your login is kept: try again.`
    return { status: 502, code: error.code ?? "BadGateway", detail }
  }
  if (code !== undefined && error instanceof Error) return { status: 400, code, detail: error.message }
  return unreadable(error)
}

/** Answers what a route rejected with. What nobody foresaw is logged, and not shown. */
export const handler: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error)
  const problem = from(error)
  if (problem === undefined) console.error(error)
  send(response, problem ?? { status: 500, code: "Fault", detail: "This server has a fault: see its log." })
}
