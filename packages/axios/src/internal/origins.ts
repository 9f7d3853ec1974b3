/** Which origins may see the token. */
import type { TokenSource } from "@atlas-bearer/core/TokenSource"
import type { AxiosRequestConfig, AxiosResponse } from "axios"
import { InvalidOption } from "../BearerError.ts"

type BeforeRedirect = NonNullable<AxiosRequestConfig["beforeRedirect"]>
type Target = Parameters<BeforeRedirect>[0]

const loopback = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/

const parse = (input: string, allowInsecure: boolean): string => {
  const fail = (reason: string): never => {
    throw new InvalidOption({ option: "origins", reason })
  }
  const url = URL.canParse(input) ? new URL(input) : undefined
  if (!url || url.href !== `${url.origin}/` || !url.protocol.startsWith("http")) {
    return fail("must be https: or http: origins without a path, such as https://cloud.mongodb.com")
  }
  if (url.protocol === "http:" && !loopback.test(url.hostname) && !allowInsecure) {
    return fail("must be https: on other machines, since http: shows the tokens; or set allowInsecure")
  }
  return url.origin
}

/** Some sources find their origin out when it is needed. */
export type Origins = ReadonlySet<string> | (() => Promise<ReadonlySet<string>>)

const once = (find: () => Promise<string>): () => Promise<ReadonlySet<string>> => {
  let found: Promise<ReadonlySet<string>> | undefined
  const ask = async () => {
    try {
      return new Set([await find()])
    } catch (failure) {
      found = undefined
      throw failure
    }
  }
  return () => found ??= ask()
}

/** Throws an `InvalidOption` when an origin is wrong, or when nobody knows one. */
export const fromOptions = (
  { allowInsecure = false, origins }: {
    readonly allowInsecure?: boolean | undefined
    readonly origins?: ReadonlyArray<string | URL> | undefined
  },
  source: TokenSource
): Origins => {
  const { origin } = source
  if (!origins && typeof origin === "function") return once(() => origin.call(source))
  // What a source says of itself was checked when it was made.
  if (!origins && typeof origin === "string") return new Set([parse(origin, true)])
  if (origins?.length) return new Set(origins.map((one) => parse(String(one), allowInsecure)))
  throw new InvalidOption({
    option: "origins",
    reason: "must name the origins that may see the token, such as [\"https://cloud.mongodb.com\"]"
  })
}

/** `undefined` for what cannot be resolved, or brings credentials of its own, which axios sends instead of a token. */
export const ofUrl = (url: string): string | undefined => {
  const base = globalThis.location?.href
  if (!URL.canParse(url, base)) return undefined
  const { origin, password, username } = new URL(url, base)
  return username || password ? undefined : origin
}

/** Where Node.js will send a request that follows a redirect. Through a proxy the path is the whole URL. */
const originOf = ({ hostname, path, port, protocol }: Target): string | undefined => {
  if (typeof path === "string" && !path.startsWith("/")) return ofUrl(path)
  const host = String(hostname).replace(/^[^[].*:.*/, "[$&]")
  return ofUrl(`${protocol}//${host}${port ? `:${port}` : ""}`)
}

/**
 * Follows the redirects of one request. Axios takes `Authorization` off on its own terms, which are other ones: some versions
 * leave it on the way to a subdomain, some take it off on the way to another port that is allowed. Once a redirect has left the
 * allowed origins, a later one does not get the token back.
 */
export const redirects = (origins: ReadonlySet<string>, field: string, own: BeforeRedirect | undefined) => {
  let stayed = true
  const beforeRedirect: BeforeRedirect = (...details) => {
    own?.(...details)
    const [target] = details
    stayed &&= origins.has(originOf(target) ?? "")
    const headers: Record<string, unknown> = target["headers"]
    const names = Object.keys(headers).filter((name) => name.toLowerCase() === "authorization")
    if (stayed && names.length === 0) headers["Authorization"] = field
    for (const name of names) if (!stayed && headers[name] === field) delete headers[name]
  }
  /** Did an allowed origin answer? A browser follows redirects by itself, and tells where they ended. */
  const trusts = (response: AxiosResponse | undefined): boolean => {
    const end: unknown = response?.request?.responseURL
    return stayed && (!end || origins.has(ofUrl(String(end)) ?? ""))
  }
  return { beforeRedirect, trusts }
}
