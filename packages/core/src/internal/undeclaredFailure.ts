/** Names the failures that an endpoint does not declare: no reply, or a reply that does not decode. */
import * as Effect from "effect/Effect"
import * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { type ApiError, InvalidArgument, Refused, UnexpectedReply, Unreachable } from "../ApiError.ts"
import * as RetryAfter from "../RetryAfter.ts"
import { excerpt, maskSecrets } from "./excerpt.ts"
import { reasonOf } from "./scheduledClient.ts"

/** What an error body of an API says, whatever its code. `status` is the one that an enveloped body repeats. */
export interface Refusal {
  readonly status?: number
  readonly code?: string | undefined
  readonly description?: string | undefined
}

/** What is known of the operation that failed. `secret`: a successful reply holds one, and must not be shown. */
export interface Operation {
  readonly operation: string
  readonly origin: string
  readonly refusal: Schema.Codec<Refusal, unknown>
  readonly secret: boolean
}

/** What Effect's own client fails with. It holds the whole request, Authorization included, so it goes no further. */
export type ClientFailure = HttpClientError.HttpClientError | Schema.SchemaError

export const isClientFailure = (error: unknown): error is ClientFailure =>
  HttpClientError.isHttpClientError(error) || Schema.isSchemaError(error)

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

/** Why there is no reply. */
export const withoutReply = ({ operation, origin }: Operation) => (failure: ClientFailure): ApiError => {
  if (Schema.isSchemaError(failure)) {
    const path = (issuesOf(failure.issue).issues[0]?.path ?? []).map(String)
    // Where a secret is missing, the schema names what it looked into.
    if (path.at(-1) === "value") path.pop()
    return new InvalidArgument({ operation, path: path.join(".") })
  }
  return new Unreachable({ operation, origin, reason: reasonOf(failure) })
}

/** What the reply says. */
export const withReply = Effect.fnUntraced(function*(
  context: Operation,
  response: HttpClientResponse.HttpClientResponse
) {
  const { operation, refusal, secret } = context
  const text = yield* Effect.mapError(response.text, withoutReply(context))
  const { date, "retry-after": field } = response.headers
  // On a reply that is no failure the field means something else, and nothing is to be sent again.
  const retryAfter = response.status < 400 ? undefined : RetryAfter.fromFields({ date, "retry-after": field })
  const body = yield* Schema.decodeUnknownEffect(Schema.fromJsonString(refusal))(text).pipe(
    Effect.orElseSucceed((): Refusal => ({}))
  )
  const status = body.status ?? response.status
  if (status >= 400 && (body.code !== undefined || body.description !== undefined)) {
    const description = excerpt(body.description ?? "", response.request)
    const code = body.code === undefined ? undefined : maskSecrets(body.code, response.request).slice(0, 100)
    return yield* new Refused({ operation, status, code, description, retryAfter })
  }
  return yield* new UnexpectedReply({
    operation,
    status: response.status,
    excerpt: secret && response.status < 300 ? "" : excerpt(text, response.request),
    retryAfter
  })
})
