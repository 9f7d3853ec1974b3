/** Reads from a request what rules look at. Nothing is verified: a rule may speak of requests with wrong tokens too. */
import * as Effect from "effect/Effect"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as AccessList from "../AccessList.ts"
import { Apps } from "../Apps.ts"
import * as Jwt from "../Jwt.ts"
import { unencoded } from "../ServiceAccounts.ts"
import type { Seen } from "./Seen.ts"

const bearer = (authorization: string) => /^bearer +(\S+)$/i.exec(authorization)?.[1]

const claimsOf = (token: string | undefined) =>
  token === undefined ? undefined : Result.getOrUndefined(Jwt.parse(Redacted.make(token)))?.claims

/** As Basic credentials name it, or as the subject of a token of Cloud Manager and Atlas, which names no type. */
const clientIdOf = (authorization: string): string | undefined => {
  const [, credentials] = /^basic +(\S+)$/i.exec(authorization) ?? []
  if (credentials !== undefined) {
    return unencoded(Buffer.from(credentials, "base64").toString().split(":", 1)[0] ?? "")
  }
  const { sub, typ } = claimsOf(bearer(authorization)) ?? {}
  return typ === undefined && typeof sub === "string" ? sub : undefined
}

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
  const address = Option.getOrUndefined(Option.map(request.remoteAddress, AccessList.plain))
  const client = [clientIdOf(authorization), address, headers["user-agent"]]
  const seen: Seen = {
    method,
    path,
    app: yield* appOf(path, token),
    client: client.filter((name) => name !== undefined),
    hasAccessToken: isAccessToken(token)
  }
  return seen
})
