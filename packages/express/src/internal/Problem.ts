/** An answer that says what is wrong, as `application/problem+json` (RFC 9457). */
import { type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from "node:http"
import { json } from "./json.ts"

export interface Problem {
  readonly status: number
  /** For programs: an error code of RFC 6750, or the `_tag` of an error. */
  readonly code?: string | undefined
  /** For people. */
  readonly detail: string
  readonly headers?: OutgoingHttpHeaders | undefined
}

/** The type is `about:blank`, so the title is the status's own (RFC 9457 section 4.2.1). */
export const send = (response: ServerResponse, { code, detail, headers, status }: Problem): void => {
  if (response.headersSent) return
  for (const [name, value] of Object.entries(headers ?? {})) if (value !== undefined) response.setHeader(name, value)
  const body = { title: STATUS_CODES[status], status, detail, ...(code !== undefined && { code }) }
  json(response, status, body, "application/problem+json")
}
