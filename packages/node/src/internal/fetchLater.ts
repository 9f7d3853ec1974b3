/** A `fetch` whose code is on its way. What it is given is taken as it is now: the caller may use a buffer again. */
import type { FetchOptions } from "./bearerFetch.ts"
import { fieldsOf } from "./plainRequest.ts"

interface Fetching {
  readonly fetch: (input: string | URL, options?: FetchOptions) => Promise<Response>
}

type Body = NonNullable<FetchOptions["body"]> | null

const copied = (body: Body): Body => {
  if (body instanceof ArrayBuffer) return body.slice()
  if (body instanceof URLSearchParams) return new URLSearchParams(body)
  return ArrayBuffer.isView(body) ? new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice() : body
}

export const fetchLater = async (
  call: (ask: (made: Fetching) => Promise<Response>) => Promise<Response>,
  input: string | URL,
  options: FetchOptions = {}
): Promise<Response> => {
  const url = String(input)
  const { body, headers, ...rest } = options
  const given = {
    ...rest,
    ...(body !== undefined && { body: copied(body) }),
    ...(headers !== undefined && { headers: fieldsOf(headers) })
  }
  return call((made) => made.fetch(url, given))
}
