/** Keeps the control plane to this machine, or to those who have its token. */
import { Envelope } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { ControlAccess } from "../ControlAccess.ts"
import * as SecretHash from "../SecretHash.ts"
import type { Handler } from "./Handler.ts"

// A page of a foreign site cannot reach the control plane by a name that it resolves to this machine.
const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i
const loopbackAddress = /^(?:(?:::ffff:)?127(?:\.\d{1,3}){3}|::1)$/i

const refusal = (status: number, code: string, description: string) =>
  HttpServerResponse.jsonUnsafe(Schema.encodeSync(Envelope)({ code, description }), { status })

const foreign = refusal(403, "RestrictedHost", "the control plane is for this machine alone; a control token opens it")
const withoutToken = HttpServerResponse.setHeader(
  refusal(401, "MissingAuthReq", "the control plane needs its token: Authorization: Bearer <control token>"),
  "www-authenticate",
  "Bearer realm=\"emulator\""
)

// Nor by its own requests, which need no permission when they are simple ones (Fetch standard, section 3.3.1).
const loopbackOrigin = (origin: string | undefined) =>
  origin === undefined || loopbackHost.test(origin.replace(/^https?:\/\//, ""))

const isHere = ({ headers, remoteAddress }: HttpServerRequest.HttpServerRequest) =>
  loopbackHost.test(headers["host"] ?? "") && loopbackOrigin(headers["origin"]) &&
  loopbackAddress.test(Option.getOrElse(remoteAddress, () => ""))

const has = (token: Redacted.Redacted, { headers }: HttpServerRequest.HttpServerRequest) => {
  const [, given = ""] = /^bearer +(\S+)$/i.exec(headers["authorization"] ?? "") ?? []
  return SecretHash.matches(Redacted.make(given), SecretHash.make(token))
}

export const controlAccess = Effect.map(
  ControlAccess,
  ({ token }) => <E, R>(handler: Handler<E, R>): Handler<E, R> => (request) => {
    if (!request.url.startsWith("/__emulator")) return handler(request)
    if (token === undefined) return isHere(request) ? handler(request) : Effect.succeed(foreign)
    return has(token, request) ? handler(request) : Effect.succeed(withoutToken)
  }
)
