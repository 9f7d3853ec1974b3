/** What every request of the Atlas Administration API has to pass: token, address, limit and version, in this order. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { AccessList } from "./AccessList.ts"
import { notAcceptable, notOnAccessList, unauthorized } from "./AtlasError.ts"
import { AtlasRateLimit } from "./AtlasRateLimit.ts"
import * as AtlasVersion from "./AtlasVersion.ts"
import { ServiceAccountTokens } from "./ServiceAccountTokens.ts"

type Refusal = typeof unauthorized | ReturnType<typeof notOnAccessList> | typeof notAcceptable

interface Request {
  readonly endpoint: { readonly path: string }
  readonly headers: { readonly authorization: Redacted.Redacted }
  readonly request: HttpServerRequest.HttpServerRequest
}

/** What is answered: the version of the resource, the status, and the schema of the content. */
interface Reply<S> {
  readonly since: string
  readonly status?: number | undefined
  readonly schema: S
}

export class AtlasAccess extends Context.Service<AtlasAccess, {
  /** The reply with what `f` answers, in the media type of the version, or the reply of a limit. */
  readonly serve: <S extends Schema.Codec<unknown, unknown>, E>(
    request: Request,
    reply: Reply<S>,
    f: Effect.Effect<S["Type"], E>
  ) => Effect.Effect<HttpServerResponse.HttpServerResponse, E | Refusal>
}>()("@atlas-bearer/emulator/AtlasAccess") {
  static readonly layer = Layer.effect(
    AtlasAccess,
    Effect.gen(function*() {
      const accessList = yield* AccessList
      const tokens = yield* ServiceAccountTokens
      const rateLimit = yield* AtlasRateLimit

      return AtlasAccess.of({
        serve: ({ endpoint, headers, request }, { schema, since, status = 200 }, f) =>
          Effect.gen(function*() {
            const { clientId } = yield* Effect.mapError(
              tokens.authenticate(headers.authorization),
              () => unauthorized
            )
            const ip = Option.getOrElse(request.remoteAddress, () => "")
            if (!accessList.allows(ip, "use")) return yield* Effect.fail(notOnAccessList(ip))
            const limit = yield* Effect.result(rateLimit.admit(endpoint.path, clientId))
            if (Result.isFailure(limit)) {
              return HttpServerResponse.jsonUnsafe(limit.failure.body, { status: 429, headers: limit.failure.fields })
            }
            const fields = limit.success
            const version = AtlasVersion.negotiate(request.headers["accept"], since)
            if (Option.isNone(version)) return yield* Effect.fail(notAcceptable)
            const value = Schema.encodeSync(schema)(yield* f)
            return value === undefined
              ? HttpServerResponse.empty({ status: 204, headers: fields })
              : HttpServerResponse.text(JSON.stringify(value), { status, headers: fields, contentType: version.value })
          })
      })
    })
  )
}
