/** Keeps the control plane to this machine: a page of a foreign site cannot reach it by a name that it resolves here. */
import { Envelope } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Schema from "effect/Schema"

const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i

const refusal = HttpServerResponse.jsonUnsafe(
  Schema.encodeSync(Envelope)({ code: "RestrictedHost", description: "the control plane is for this machine alone" }),
  { status: 403 }
)

/** Refuses a request for `/__emulator` whose `Host` is not a loopback name or address. */
export const loopbackControl = <E, R>(app: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>) =>
  Effect.gen(function*() {
    const { headers, url } = yield* HttpServerRequest.HttpServerRequest
    const foreign = url.startsWith("/__emulator") && !loopbackHost.test(headers["host"] ?? "")
    return foreign ? refusal : yield* app
  })
