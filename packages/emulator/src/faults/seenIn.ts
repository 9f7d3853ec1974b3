/** Reads from a request what rules look at. Nothing is verified: a rule may speak of requests with wrong tokens too. */
import * as Effect from "effect/Effect"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { Apps } from "../Apps.ts"
import * as Jwt from "../Jwt.ts"
import type { Seen } from "./Seen.ts"

const bearer = (authorization: string) => /^bearer +(\S+)$/i.exec(authorization)?.[1]

const clientIdOf = (authorization: string): string | undefined => {
  const [, credentials] = /^basic +(\S+)$/i.exec(authorization) ?? []
  return credentials === undefined ? undefined : Buffer.from(credentials, "base64").toString().split(":", 1)[0]
}

const claimsOf = (token: string | undefined) =>
  token === undefined ? undefined : Result.getOrUndefined(Jwt.parse(Redacted.make(token)))?.claims

/** The service's access tokens name no type. A token that is no JWT is of no use for renewals, so it counts too. */
const isAccessToken = (token: string | undefined) => token !== undefined && claimsOf(token)?.["typ"] !== "refresh"

/** The client app id that the path or the token names. */
const appOf = Effect.fnUntraced(function*(path: string, token: string | undefined) {
  const [, clientAppId] = /\/app\/([^/]+)/.exec(path) ?? []
  if (clientAppId !== undefined) return clientAppId
  const [, groupId, id] = /\/groups\/([^/]+)\/apps\/([^/]+)/.exec(path) ?? []
  const domainId = claimsOf(token)?.["stitch_domainId"]
  const apps = yield* Apps
  const found = groupId !== undefined && id !== undefined
    ? apps.byId(groupId, id)
    : typeof domainId === "string"
    ? apps.byDomainId(domainId)
    : undefined
  return found === undefined ? undefined : Option.getOrUndefined(yield* Effect.option(found))?.clientAppId
})

export const seenIn = Effect.fnUntraced(function*(request: HttpServerRequest.HttpServerRequest) {
  const { headers, method, url } = request
  const [path = url] = url.split("?", 1)
  const authorization = headers["authorization"] ?? ""
  const token = bearer(authorization)
  const client = [clientIdOf(authorization), Option.getOrUndefined(request.remoteAddress), headers["user-agent"]]
  const seen: Seen = {
    method,
    path,
    app: yield* appOf(path, token),
    client: client.filter((name) => name !== undefined),
    hasAccessToken: isAccessToken(token)
  }
  return seen
})
