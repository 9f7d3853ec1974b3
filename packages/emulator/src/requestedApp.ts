/** Which app a request of the Client API is about. */
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Jwt from "./Jwt.ts"
import { Issued } from "./SessionClaims.ts"

/** The client app id in the path; `undefined` where the path names no app, such as in that of the sessions. */
export const requestedApp = (url: string): string | undefined => {
  const [, segment] = /^\/api\/client\/v2\.0\/app\/([^/?]+)/.exec(url) ?? []
  return segment === undefined ? undefined : Result.getOrUndefined(Result.try(() => decodeURIComponent(segment)))
}

const decodeIssued = Schema.decodeUnknownOption(Issued)

/** The domain that the bearer token says that it is of. Nothing is verified. */
export const requestedDomain = (authorization: string | undefined): string | undefined => {
  const [, token] = /^bearer +(\S+)$/i.exec(authorization ?? "") ?? []
  if (token === undefined) return undefined
  const decoded = Result.getOrUndefined(Jwt.decode(Redacted.make(token)))
  return Option.getOrUndefined(Option.map(decodeIssued(decoded?.claims), ({ domainId }) => domainId))
}
