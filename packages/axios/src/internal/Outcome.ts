/** What one request came to, for the schedule and for the caller. */
import type { ScheduledReply, TokenSource } from "@atlas-bearer/core/TokenSource"
import type { AxiosResponse } from "axios"
import { isAxiosError } from "./Failure.ts"

export interface Outcome {
  readonly response: AxiosResponse | undefined
  /** Beside a `response`: its status is one that `validateStatus` does not like. */
  readonly error?: unknown
  /** The token it was sent with. */
  readonly token: string
  /** Of the monotonic clock. */
  readonly sentAt: number
  /** Did an origin answer that may see the token? */
  readonly trusted: boolean
}

/** Failures before a request or behind a reply, a too long one among them; everything else is the network's. */
const ownFailure =
  /^(?:ERR_(?:BAD_(?:OPTION|REQUEST|RESPONSE max)|CANCELED|FORM_|FR_|INVALID_|NOT_SUPPORT|UNESCAPED_|STREAM_D)|Z_DATA)/

/** A failure that a second try may mend. */
export const isNetworkFailure = (error: unknown): boolean =>
  isAxiosError(error) && !ownFailure.test(`${error.code} ${error.message}`)

/** Axios gives a reply that broke off without its body, since 1.21. A refusal is one without its body too. */
export const brokeOff = (response: AxiosResponse): boolean => response.data === undefined && response.status < 300

/** The body, as long as nothing has read it. */
const textOf = (response: AxiosResponse | undefined): string | undefined => {
  const data: unknown = response?.data
  if (typeof data === "string") return data
  return data instanceof ArrayBuffer || ArrayBuffer.isView(data) ? new TextDecoder().decode(data) : undefined
}

/** Is it the answer of an allowed origin that this token is refused? A body that nobody can read yet is taken as yes. */
export const isRefusal = ({ response, trusted }: Outcome, source: TokenSource): boolean => {
  if (response?.status !== 401 || !trusted) return false
  const text = textOf(response)
  return text === undefined || (source.isRefusal?.(text) ?? true)
}

/** Lets go of a body that nobody will read: it holds a connection. */
export const discard = (data: unknown): void => {
  const body = Object(data)
  const letGo = body.destroy ?? body.cancel
  if (typeof letGo === "function") letGo.call(body)
}

/**
 * Without a reply the status is 0, as in a browser. The header fields are in an object: a schedule looks at a few of them only,
 * and a `Map` takes longer to make.
 */
export const toReply = (outcome: Outcome): ScheduledReply<Outcome> => {
  const { headers = {}, status = 0 } = outcome.response ?? {}
  const fields: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) fields[name.toLowerCase()] = String(value)
  return {
    status,
    headers: {
      get: (name) => fields[name],
      has: (name) => name in fields,
      [Symbol.iterator]: () => Object.entries(fields).values()
    },
    text: status === 429 ? textOf(outcome.response) : undefined,
    value: outcome
  }
}
