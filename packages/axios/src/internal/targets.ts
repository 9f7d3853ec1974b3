/** Where a config's request goes, as axios itself puts `baseURL` and `url` together. */
import type { AxiosInstance, AxiosRequestConfig, InternalAxiosRequestConfig } from "axios"
import { ofUrl } from "./origins.ts"

/** Which the types of axios 1.8.2 do not name yet. */
interface AbsoluteUrls {
  readonly allowAbsoluteUrls?: boolean
}

export interface Target {
  readonly url: string
  /** `undefined` when the URL cannot be resolved. */
  readonly origin: string | undefined
  /** What makes the adapter send it there and nowhere else. */
  readonly changes: Partial<InternalAxiosRequestConfig> & AbsoluteUrls
}

/** A path that every version of axios appends to the base URL: no authority, no scheme, nothing that a parser leaves out. */
const plainPath = /^\/(?:[\w~%.-]|$)/

/** `axios` must have no defaults. */
export const make = (axios: AxiosInstance) => {
  let last: { readonly base: string; readonly origin: string | undefined } | undefined
  const ofBase = (base: string) => {
    if (last?.base !== base) last = { base, origin: ofUrl(base) }
    return last.origin
  }
  return ({ allowAbsoluteUrls = true, baseURL = "", url = "" }: InternalAxiosRequestConfig & AbsoluteUrls): Target => {
    if (plainPath.test(url) && baseURL.includes("://")) {
      return { url: baseURL.replace(/\/+$/, "") + url, origin: ofBase(baseURL), changes: {} }
    }
    const request: AxiosRequestConfig & AbsoluteUrls = { baseURL, url, allowAbsoluteUrls }
    const full = axios.getUri(request)
    // Not every adapter of every version looks at `allowAbsoluteUrls`.
    const changes = allowAbsoluteUrls ? {} : { url: full, baseURL: "", allowAbsoluteUrls: true }
    return { url: full, origin: ofUrl(full), changes }
  }
}
