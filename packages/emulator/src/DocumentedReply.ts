/** The documented reply of an API to a status, for those that no handler makes. */
import { Envelope } from "@atlas-bearer/core/ClientError"
import { ApiBody, OAuthRefusal } from "@atlas-bearer/core/OAuthErrorOnWire"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Schema from "effect/Schema"
import { STATUS_CODES } from "node:http"

interface Said {
  readonly code?: string | undefined
  readonly description: string
}

const oauth: Readonly<Record<number, Said>> = {
  400: { code: "invalid_request", description: "The provided credentials are not valid." },
  401: { code: "invalid_client", description: "Invalid credentials provided." },
  403: { code: "access_denied", description: "IP access list validation failed for the service account." },
  429: { code: "rate_limited", description: "Resource /api/oauth/token is limited to 10 requests every 1 minutes." },
  500: { code: "server_error", description: "Unexpected error." }
}

const atlas: Readonly<Record<number, Said>> = {
  401: { code: "UNAUTHORIZED", description: "You are not authorized for this resource." },
  403: { code: "FORBIDDEN", description: "You are not authorized for this resource." },
  404: { code: "RESOURCE_NOT_FOUND", description: "Cannot find the resource." },
  429: { code: "RATE_LIMITED", description: "Too many requests." }
}

/** `InvalidSession` is what makes a client renew its access token. */
const appServices: Readonly<Record<number, Said>> = {
  400: { code: "BadRequest", description: "bad request" },
  401: { code: "InvalidSession", description: "invalid session: access token expired" },
  404: { code: "UserNotFound", description: "user not found" },
  409: { code: "AccountNameInUse", description: "name already in use" },
  429: { description: "too many requests" }
}

const isOAuth = (path: string) => path.startsWith("/api/oauth/")
const isAtlas = (path: string) => path.startsWith("/api/atlas/")

/** What the API says to the status unless told otherwise. */
const saidOf = (path: string, status: number): Said => {
  const said = (isOAuth(path) ? oauth : appServices)[status]
  if (said !== undefined) return said
  if (isOAuth(path)) {
    return { code: status < 500 ? "invalid_request" : "server_error", description: "Unexpected error." }
  }
  return status < 500
    ? { code: "BadRequest", description: (STATUS_CODES[status] ?? "bad request").toLowerCase() }
    : { code: "InternalServerError", description: "internal server error" }
}

/** What is said instead of the defaults. */
interface Given {
  readonly code?: string | undefined
  readonly description?: string | undefined
}

/** The error body of the Atlas Administration API. */
const administration = (status: number, given: Given = {}) => {
  const said = atlas[status] ?? { code: "UNEXPECTED_ERROR", description: "Unexpected error." }
  return Schema.encodeSync(ApiBody)({
    status,
    code: given.code ?? said.code ?? "UNEXPECTED_ERROR",
    description: given.description ?? said.description,
    reason: STATUS_CODES[status],
    parameters: []
  })
}

/** The body in the words of the API whose path it is. */
export const body = (path: string, status: number, given: Given = {}): unknown => {
  if (isAtlas(path)) return administration(status, given)
  const said = saidOf(path, status)
  const { description = said.description } = given
  const code = given.code ?? said.code
  if (isOAuth(path)) return Schema.encodeSync(OAuthRefusal)({ code: code ?? "server_error", description })
  return Schema.encodeSync(Envelope)({ code, description })
}

// The page of the token endpoint documents no body for its 503, and another type for its 401.
const hasBody = (path: string, status: number) => status >= 400 && !(isOAuth(path) && status === 503)
const contentType = (path: string, status: number) =>
  isOAuth(path) && status === 401 ? "application/json;charset=ISO-8859-1" : "application/json"

/** A reply with this status, and the documented body where it has one. */
export const make = (
  path: string,
  status: number,
  options: Given & { readonly headers?: Readonly<Record<string, string>> | undefined } = {}
): HttpServerResponse.HttpServerResponse => {
  const { headers = {}, ...said } = options
  const isGiven = said.code !== undefined || said.description !== undefined
  return hasBody(path, status) || isGiven
    ? HttpServerResponse.text(JSON.stringify(body(path, status, said)), {
      status,
      headers,
      contentType: headers["content-type"] ?? contentType(path, status)
    })
    : HttpServerResponse.empty({ status, headers })
}
