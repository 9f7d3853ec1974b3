/** Calls the Admin API of App Services. */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import { AdminApi } from "./AdminApi.ts"
import * as ApiClient from "./ApiClient.ts"
import { Envelope } from "./ClientError.ts"
import { Sender } from "./Sender.ts"

export class AdminClient extends Context.Service<AdminClient, ApiClient.ForApi<typeof AdminApi>>()(
  "@atlas-bearer/core/AdminClient"
) {
  /** The client of the API at `baseUrl`, over the `HttpClient` and the `Sender` at hand. */
  static readonly make = (options: { readonly baseUrl: URL }) =>
    ApiClient.make(AdminApi, { baseUrl: options.baseUrl, refusal: Envelope })

  static readonly layer = (options: { readonly baseUrl: URL }) =>
    Layer.effect(AdminClient, AdminClient.make(options)).pipe(Layer.provide(Sender.layer))
}
