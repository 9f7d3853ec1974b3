/** Which app a request of the Client API is about. */
import * as Effect from "effect/Effect"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type App, Apps } from "./Apps.ts"
import * as Jwt from "./Jwt.ts"
import { Issued } from "./SessionClaims.ts"

/** The client app id in the path; `undefined` where the path names no app, such as in that of the sessions. */
const clientAppIdIn = (url: string): string | undefined => {
  const [, segment] = /^\/api\/client\/v2\.0\/app\/([^/?]+)/.exec(url) ?? []
  return segment === undefined ? undefined : Result.getOrUndefined(Result.try(() => decodeURIComponent(segment)))
}

const decodeIssued = Schema.decodeUnknownOption(Issued)

/** The domain that the bearer token says that it is of. Nothing is verified. */
const domainOf = (authorization: string | undefined): string | undefined => {
  const [, token] = /^bearer +(\S+)$/i.exec(authorization ?? "") ?? []
  if (token === undefined) return undefined
  const decoded = Result.getOrUndefined(Jwt.decode(Redacted.make(token)))
  return Option.getOrUndefined(Option.map(decodeIssued(decoded?.claims), ({ domainId }) => domainId))
}

/** The app that the path names, or whose token is presented. */
export const requestedApp = Effect.fnUntraced(function*(
  { headers, url }: HttpServerRequest.HttpServerRequest
): Effect.fn.Return<Option.Option<App>, never, Apps> {
  const { byClientAppId, byDomainId } = yield* Apps
  const id = clientAppIdIn(url)
  if (id !== undefined) return yield* Effect.option(byClientAppId(id))
  const domainId = domainOf(headers["authorization"])
  return domainId === undefined ? Option.none() : yield* Effect.option(byDomainId(domainId))
})
