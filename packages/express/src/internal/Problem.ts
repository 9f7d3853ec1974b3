/** An answer that says what is wrong, as `application/problem+json` (RFC 9457). */
import { type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from "node:http"

export interface Problem {
  readonly status: number
  /** For programs: an error code of RFC 6750, or the `_tag` of an error. */
  readonly code?: string | undefined
  /** For people. */
  readonly detail: string
  readonly headers?: OutgoingHttpHeaders | undefined
}

/** Answers unless somebody did. The type is `about:blank`, so the title is the status's own (RFC 9457 section 4.2.1). */
export const send = (response: ServerResponse, { code, detail, headers, status }: Problem): void => {
  if (response.headersSent) return
  const body = JSON.stringify({ title: STATUS_CODES[status], status, detail, ...(code !== undefined && { code }) })
  for (const [name, value] of Object.entries(headers ?? {})) if (value !== undefined) response.setHeader(name, value)
  response.setHeader("Cache-Control", "no-store")
  response.setHeader("Content-Type", "application/problem+json; charset=utf-8")
  response.setHeader("Content-Length", Buffer.byteLength(body))
  response.statusCode = status
  response.end(body)
}
