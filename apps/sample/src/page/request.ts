/** Requests to this page's own server. */

/** The server's answer says what is wrong, and what to do. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  /** Milliseconds. */
  readonly retryAfter: number | undefined
  constructor(status: number, code: string, detail: string, retryAfter: number | undefined) {
    super(detail)
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
  }
}

const textOf = (body: unknown, name: string, otherwise: string): string => {
  const value: unknown = typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined
  return typeof value === "string" ? value : otherwise
}

/** The reply's JSON, if it has any. Rejects with a `Refusal`, also when there is no reply. */
export const request = async (
  method: "GET" | "POST",
  path: string,
  options: { readonly body?: object; readonly token?: string } = {}
): Promise<unknown> => {
  const { body, token } = options
  const response = await fetch(path, {
    method,
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(token !== undefined && { authorization: `Bearer ${token}` })
    },
    ...(body !== undefined && { body: JSON.stringify(body) })
  }).catch(() => undefined)
  if (response === undefined) {
    throw new Refusal(0, "Unreachable", "The server does not answer. Is npm start still running?", undefined)
  }
  const isJson = response.headers.get("content-type")?.includes("json") === true
  const answer: unknown = isJson ? await response.json().catch(() => undefined) : undefined
  if (response.ok) return answer
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN)
  const detail = textOf(answer, "detail", `The server answers ${response.status}. Try again.`)
  const retryAfter = Number.isFinite(seconds) ? seconds * 1000 : undefined
  throw new Refusal(response.status, textOf(answer, "code", ""), detail, retryAfter)
}
