/** Under which URL the emulator is reached, for replies that name it. */
import * as Context from "effect/Context"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as Layer from "effect/Layer"

export class PublicUrl extends Context.Service<PublicUrl, {
  /** The URL that was set, else the host that the request asked for. Without a trailing slash. */
  readonly of: (request: HttpServerRequest.HttpServerRequest) => string
}>()("@atlas-bearer/emulator/PublicUrl") {
  static readonly layer = (publicUrl: URL | undefined, scheme: "http" | "https" = "http") =>
    Layer.succeed(PublicUrl, {
      of: (request) => publicUrl?.href.replace(/\/$/, "") ?? `${scheme}://${request.headers["host"] ?? "127.0.0.1"}`
    })
}
