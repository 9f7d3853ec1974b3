/** Can a body be sent more than once? */
import type { AxiosHeaders, InternalAxiosRequestConfig } from "axios"

export interface Body {
  readonly replayable: boolean
  /** What to send with these headers, which may change. A new value every time when the body is a function. */
  readonly next: (headers: AxiosHeaders) => unknown
}

interface FormDataPackage {
  readonly getBuffer: () => unknown
  readonly getHeaders: () => Readonly<Record<string, string>>
}

const isFormDataPackage = (data: object): data is FormDataPackage => "getBuffer" in data && "getHeaders" in data

const isStream = (data: object) => "pipe" in data || "getReader" in data || Symbol.asyncIterator in data

const form = "application/x-www-form-urlencoded"

/**
 * Axios has no transformation for the function itself, and takes it for a form in the end; what it makes is transformed with the
 * content type that the caller gave, or an interceptor.
 */
const made = (make: () => unknown, config: InternalAxiosRequestConfig, hasContentType: boolean): Body => ({
  replayable: true,
  next: async (headers) => {
    if (!hasContentType && headers.get("Content-Type") === form) headers.delete("Content-Type")
    let data = await make()
    for (const transform of [config.transformRequest ?? []].flat()) data = transform.call(config, data, headers)
    // Axios has done so for the function already, before the content type was taken off.
    if (config.method?.startsWith("p")) headers.set("Content-Type", form, false)
    return data
  }
})

/**
 * `before` is the body before it was transformed. A form of the form-data package is a stream that can be read once: it is taken
 * as a value when all its parts are.
 */
export const make = (
  config: InternalAxiosRequestConfig,
  before: { readonly data: unknown; readonly hasContentType: boolean }
): Body => {
  const { data } = config
  const factory = data === undefined ? before.data : data
  if (typeof factory === "function") return made(() => factory(), config, before.hasContentType)
  const isObject = typeof data === "object" && data !== null
  if (isObject && isFormDataPackage(data)) {
    try {
      const content = data.getBuffer()
      return { replayable: true, next: (headers) => (headers.set(data.getHeaders()), content) }
    } catch {
      // One of its parts is a stream.
    }
  }
  return { replayable: !isObject || !isStream(data), next: () => data }
}
