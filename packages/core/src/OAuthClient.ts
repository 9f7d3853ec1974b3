/** Calls the OAuth endpoints of Cloud Manager and Atlas. */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import * as ApiClient from "./ApiClient.ts"
import { OAuthApi } from "./OAuthApi.ts"
import { OAuthRefusal } from "./OAuthErrorOnWire.ts"
import { Sender } from "./Sender.ts"

export class OAuthClient extends Context.Service<OAuthClient, ApiClient.ForApi<typeof OAuthApi>>()(
  "@atlas-bearer/core/OAuthClient"
) {
  /** The client of the API at `baseUrl`, over the `HttpClient` and the `Sender` at hand. */
  static readonly make = (options: { readonly baseUrl: URL }) =>
    ApiClient.make(OAuthApi, { baseUrl: options.baseUrl, refusal: OAuthRefusal })

  static readonly layer = (options: { readonly baseUrl: URL }) =>
    Layer.effect(OAuthClient, OAuthClient.make(options)).pipe(Layer.provide(Sender.layer))
}
