/** Where a config's request goes, as axios itself puts `baseURL` and `url` together. */
import type { AxiosInstance, InternalAxiosRequestConfig } from "axios"
import { ofUrl } from "./origins.ts"

export interface Target {
  readonly url: string
  /** `undefined` when the URL cannot be resolved. */
  readonly origin: string | undefined
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
  return ({ allowAbsoluteUrls = true, baseURL = "", url = "" }: InternalAxiosRequestConfig): Target => {
    if (plainPath.test(url) && baseURL.includes("://")) {
      return { url: baseURL.replace(/\/+$/, "") + url, origin: ofBase(baseURL) }
    }
    const full = axios.getUri({ baseURL, url, allowAbsoluteUrls })
    return { url: full, origin: ofUrl(full) }
  }
}
