/** Calls the Client API of App Services. */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import * as ApiClient from "./ApiClient.ts"
import { ClientApi } from "./ClientApi.ts"
import { Envelope } from "./ClientError.ts"
import { Sender } from "./Sender.ts"

export class AppServicesClient extends Context.Service<AppServicesClient, ApiClient.ForApi<typeof ClientApi>>()(
  "@atlas-bearer/core/AppServicesClient"
) {
  /** The client of the API at `baseUrl`, over the `HttpClient` and the `Sender` at hand. */
  static readonly make = (options: { readonly baseUrl: URL }) =>
    ApiClient.make(ClientApi, { baseUrl: options.baseUrl, refusal: Envelope })

  static readonly layer = (options: { readonly baseUrl: URL }) =>
    Layer.effect(AppServicesClient, AppServicesClient.make(options)).pipe(Layer.provide(Sender.layer))
}
