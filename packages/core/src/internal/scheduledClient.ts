/** Sends the requests of one endpoint through the throttle. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Basic } from "../Basic.ts"
import { Idempotent } from "../Idempotent.ts"
import { Sender } from "../Sender.ts"
import { Credential } from "../SendOptions.ts"
import * as SystemCode from "../SystemCode.ts"

const decodeBasic = Schema.decodeUnknownOption(Basic)

/** The client id of Basic credentials is part of the key of itself: the service limits each one. */
const clientIdOf = ({ headers }: HttpClientRequest.HttpClientRequest): string =>
  Option.match(decodeBasic(headers["authorization"]), { onNone: () => "", onSome: ({ clientId }) => clientId })

const toReply = (response: HttpClientResponse.HttpClientResponse) => ({
  status: response.status,
  fields: response.headers,
  text: Effect.orElseSucceed(response.text, () => ""),
  value: response,
  whole: response.arrayBuffer
})

/** Why no reply came. The failure itself holds the whole request, so its code is all that goes further. */
export const reasonOf = (failure: HttpClientError.HttpClientError): string =>
  SystemCode.of(failure.cause, failure.reason._tag)

/** The key is made of the origin, the path as it is declared, and whose credential it is. */
export const scheduledClient = Effect.fnUntraced(function*(endpoint: HttpApiEndpoint.Top, baseUrl: URL) {
  const httpClient = yield* HttpClient.HttpClient
  const { send } = yield* Sender
  const isDeclaredIdempotent = Context.get(endpoint.annotations, Idempotent) ?? false
  return HttpClient.transform(httpClient, (effect, request) =>
    Effect.gen(function*() {
      const credential = (yield* Credential) || clientIdOf(request)
      const idempotent = (yield* Idempotent) ?? isDeclaredIdempotent
      const key = `${endpoint.method} ${baseUrl.origin}${endpoint.path} ${credential}`.trimEnd()
      return yield* send({ key, origin: baseUrl.origin, credential, idempotent }, Effect.map(effect, toReply), reasonOf)
    }))
})
