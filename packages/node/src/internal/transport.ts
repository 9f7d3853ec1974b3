/** The HTTP client over this process's pool. It is made without waiting; its first request opens the pool. */
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import * as Layer from "effect/Layer"
import { Pool } from "./Pool.ts"

export const layer = Layer.effect(
  HttpClient.HttpClient,
  Effect.map(Pool, ({ open }) =>
    HttpClient.makeWith<never, never, HttpClientError.HttpClientError, never>(
      (request) =>
        Effect.flatMap(request, (sent) => Effect.flatMap(open, ({ httpClient }) => httpClient.execute(sent))),
      Effect.succeed
    ))
)
