/** Where an API is served: the vendor's hosts, and any other that fits. */
import * as Result from "effect/Result"
import { InvalidOption } from "./InvalidOption.ts"

/** App Services since January 2024. */
export const hosted = "https://services.cloud.mongodb.com"

/** The same service under its name of 2020 to 2024. */
export const realm = "https://realm.mongodb.com"

/** The same service under its name of 2018 to 2020. */
export const stitch = "https://stitch.mongodb.com"

/** Cloud Manager and Atlas. */
export const cloud = "https://cloud.mongodb.com"

/** The host of one region, for an app whose deployment model is `LOCAL`: `https://us-east-1.aws.realm.mongodb.com`. */
export const regional = (options: {
  readonly region: string
  readonly provider: "aws" | "azure" | "gcp"
  readonly host?: string | undefined
}): string => {
  const { host, protocol } = new URL(options.host ?? hosted)
  return `${protocol}//${options.region}.${options.provider}.${host}`
}

const loopback = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** `http:` is for this machine alone, since it shows tokens to everybody on the way. */
export const isSecure = (url: URL): boolean =>
  url.protocol === "https:" || (url.protocol === "http:" && loopback.test(url.hostname))

const parse = (input: string | URL): URL | undefined => URL.parse(String(input)) ?? undefined

/** The base URL without its trailing slash, or which option is wrong and why. */
export const fromOption = (options: {
  readonly option: string
  readonly input: string | URL
  readonly allowInsecure?: boolean | undefined
}): Result.Result<URL, InvalidOption> => {
  const fail = (reason: string) => Result.fail(new InvalidOption({ option: options.option, reason }))
  const url = parse(options.input)
  if (url === undefined) return fail("is not an absolute URL")
  if (url.protocol !== "https:" && url.protocol !== "http:") return fail("is neither an https: nor an http: URL")
  if (url.username !== "" || url.password !== "") return fail("holds credentials; give them as options of their own")
  if (url.search !== "" || url.hash !== "") return fail("has a query or a fragment; give the origin and path alone")
  if (!isSecure(url) && options.allowInsecure !== true) {
    return fail("is http: to another machine, which shows tokens to everybody on the way; use https:, or allowInsecure")
  }
  url.pathname = url.pathname.replace(/\/+$/, "")
  // An empty query or fragment still shows as "?" or "#" in the text of the URL.
  url.search = url.hash = ""
  return Result.succeed(url)
}

// The service moved between hosts of these domains, and names the new one from the old.
const vendorDomains = ["mongodb.com", "mongodbgov.com"]

const isWithin = (hostname: string, domain: string) => hostname === domain || hostname.endsWith(`.${domain}`)

/** May tokens go to `host`, which a reply named? It must be secure, and be or be under the base URL's own host. */
export const isTrusted = (host: URL, baseUrl: URL): boolean =>
  isSecure(host) &&
  (isWithin(host.hostname, baseUrl.hostname) ||
    vendorDomains.some((domain) => isWithin(host.hostname, domain) && isWithin(baseUrl.hostname, domain)))
