/** The typed client of an API: one function per declared endpoint, and no failure that has no name. */
import * as Effect from "effect/Effect"
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiClient from "effect/http-api/HttpApiClient"
import type * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import type * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as Schema from "effect/Schema"
import type { ApiError } from "./ApiError.ts"
import * as Deadline from "./Deadline.ts"
import { carriesSecret } from "./internal/carriesSecret.ts"
import { scheduledClient } from "./internal/scheduledClient.ts"
import * as UndeclaredFailure from "./internal/undeclaredFailure.ts"
import { withoutEcho } from "./internal/withoutEcho.ts"
import type { Sender } from "./Sender.ts"

/** The function for one endpoint. */
export type Operation<E extends HttpApiEndpoint.ConstraintRequest> = (
  request: HttpApiEndpoint.ClientRequest<E["~Params"], E["~Query"], E["~Payload"], E["~Headers"], "decoded-only">
) => Effect.Effect<E["~Success"]["Type"], E["~Error"]["Type"] | ApiError>

/** One function for each endpoint of the API, under the endpoint's identifier. */
export type ForApi<Api> = Api extends HttpApi.HttpApi<infer _Id, infer Groups> ? {
    readonly [
      E in Extract<HttpApiGroup.Endpoints<Groups>, HttpApiEndpoint.ConstraintRequest> as E["identifier"]
    ]: Operation<E>
  }
  : never

interface Options {
  readonly baseUrl: URL
  readonly refusal: Schema.Codec<UndeclaredFailure.Refusal, unknown>
}

/**
 * The client of `api` at `baseUrl`. Declared failures arrive as they are declared; an error body that fits `refusal`
 * becomes `Refused`, any other reply `UnexpectedReply`.
 */
export function make<Id extends string, Groups extends HttpApiGroup.Constraint>(
  api: HttpApi.HttpApi<Id, Groups>,
  options: Options
): Effect.Effect<ForApi<HttpApi.HttpApi<Id, Groups>>, never, HttpClient.HttpClient | Sender>
// Effect reflects on an API without its types, so the overload above says what the loop below fills in.
export function make(
  api: HttpApi.Top,
  { baseUrl, refusal }: Options
): Effect.Effect<unknown, never, HttpClient.HttpClient | Sender | HttpApiGroup.MiddlewareClient<HttpApiGroup.Top>> {
  return Effect.gen(function*() {
    const operations: Record<string, unknown> = {}
    const endpoints: Array<{ readonly group: HttpApiGroup.Top; readonly endpoint: HttpApiEndpoint.Top }> = []
    HttpApi.reflect(api, { onGroup: () => undefined, onEndpoint: (reflected) => void endpoints.push(reflected) })
    for (const { endpoint, group } of endpoints) {
      const names = { group: group.identifier, endpoint: endpoint.identifier }
      const httpClient = HttpClient.mapRequest(
        yield* scheduledClient(endpoint, baseUrl),
        HttpClientRequest.acceptJson
      )
      const send = yield* HttpApiClient.endpoint(api, { ...names, httpClient, baseUrl })
      const decode = HttpApiClient.decodeResponse(api, names)
      const context: UndeclaredFailure.Operation = {
        operation: endpoint.identifier,
        origin: baseUrl.origin,
        refusal,
        secret: [...endpoint.success].some((schema) => carriesSecret(schema.ast))
      }
      operations[endpoint.identifier] = (request: Parameters<typeof send>[0]) =>
        // The content of a failure is read after the schedule is through, and may be slow.
        Deadline.within(() =>
          send({ ...request, responseMode: "response-only" }).pipe(
            Effect.catchIf(
              UndeclaredFailure.isClientFailure,
              (failure) => Effect.fail(UndeclaredFailure.withoutReply(context)(failure))
            ),
            Effect.tap(({ status }) => Effect.annotateCurrentSpan("http.response.status_code", status)),
            Effect.flatMap((response) =>
              Effect.catchIf(
                decode(response),
                UndeclaredFailure.isClientFailure,
                () => UndeclaredFailure.withReply(context, response)
              ).pipe(Effect.mapError(withoutEcho(response.request)))
            ),
            // Its span ends with the whole request, and has all that the server sent in its header. Nor are there trace
            // fields on the wire: these are foreign hosts, and a browser would have to ask them first.
            Effect.provideService(HttpClient.TracerDisabledWhen, () => true),
            Effect.withSpan(endpoint.identifier, {
              kind: "client",
              attributes: {
                "http.request.method": endpoint.method,
                "server.address": baseUrl.hostname,
                "url.template": endpoint.path
              }
            })
          )
        )
    }
    return operations
  })
}
