/** What a caller sees of a failure: an `AxiosError` with the caller's own config, and without the token that was sent. */
import type { AxiosError, AxiosInstance, AxiosResponse, InternalAxiosRequestConfig } from "axios"

export const isAxiosError = (error: unknown): error is AxiosError =>
  error instanceof Error && "isAxiosError" in error && error.isAxiosError === true

/** Keeps a property, but out of `inspect` and JSON: Node's request has the header that was sent. */
const conceal = (thing: object, names: ReadonlyArray<string>) => {
  for (const name of names) {
    if (Object.hasOwn(thing, name)) Object.defineProperty(thing, name, { enumerable: false })
  }
}

/**
 * Gives a response or an error of one request the config of the call, in place of the one it was sent with, and conceals the
 * request and the way to it from a body that is a stream. The fetch adapter of axios 1.8 wraps one `AxiosError` in another.
 */
export const withoutToken = <T>(thing: T, config: InternalAxiosRequestConfig): T => {
  const { cause, config: sent, data, request, response } = Object(thing)
  if (!sent || sent === config) return thing
  // What a stream fails with later has the config and the `Request` that were sent.
  Object.assign(sent, { headers: config.headers })
  request?.headers?.delete?.("Authorization")
  conceal(Object.assign(Object(thing), { config }), ["request"])
  if (data?.pipe) {
    conceal(data, ["req", "socket", "client"])
    data.on?.(data.constructor.errorMonitor, (error: unknown) => withoutToken(error, config))
  }
  withoutToken(response, config)
  withoutToken(cause, config)
  return thing
}

/** A request without an adapter fails before it is sent, which is how to find axios' class without importing axios. */
const anyAxiosError = (axios: AxiosInstance): Promise<object> =>
  axios.request({ adapter: [] }).catch((error: object) => error)

/** `response` is the last reply of the server to the call, if there was one. */
export const toAxiosError = async (
  axios: AxiosInstance,
  { cause, config, response }: {
    readonly cause: unknown
    readonly config: InternalAxiosRequestConfig
    readonly response?: AxiosResponse | undefined
  }
): Promise<AxiosError> => {
  const message = Object(cause).message ?? String(cause)
  const code = Object(cause)._tag ?? "ERR_BEARER"
  const { constructor } = await anyAxiosError(axios)
  const error: AxiosError = Reflect.construct(constructor, [message, code, config, response?.request, response])
  Object.assign(error, { cause })
  conceal(error, ["request", "cause"])
  return error
}
