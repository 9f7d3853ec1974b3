/** Answers in the documented shape what no handler answers: unknown routes, oversized bodies, our own failures. */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as HttpServerError from "effect/http/HttpServerError"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { MethodNotAllowed } from "../apis/MethodNotAllowed.ts"
import * as DocumentedReply from "../DocumentedReply.ts"
import { Overloaded } from "../PasswordHash.ts"
import type { Handler } from "./Handler.ts"
import { NestedTooDeeply } from "./jsonDepth.ts"

interface Problem {
  readonly status: number
  readonly description: string
  readonly headers?: Record<string, string>
}

/** The vendor's codes for what is not about any one resource are not known. */
const codeOf = (path: string, status: number) => {
  if (path.startsWith("/api/oauth/")) return status < 500 ? "invalid_request" : "server_error"
  if (!path.startsWith("/api/atlas/")) return status < 500 ? "BadRequest" : "InternalServerError"
  return status === 404 ? "RESOURCE_NOT_FOUND" : status < 500 ? "INVALID_REQUEST" : "UNEXPECTED_ERROR"
}

/** The problem in the words of the API that was asked. */
const reply = (path: string, problem: Problem) => {
  const { description, headers, status } = problem
  const body = DocumentedReply.body(path, status, { code: codeOf(path, status), description })
  return HttpServerResponse.jsonUnsafe(body, { status, ...(headers === undefined ? {} : { headers }) })
}

const tooLarge: Problem = {
  status: 413,
  description: "the request body is larger than 1 MiB",
  headers: { connection: "close" }
}

const problemOf = (error: unknown, method: string): Problem => {
  if (error instanceof MethodNotAllowed) {
    const allow = [...error.allowed].join(", ")
    return { status: 405, description: `method ${method} not allowed`, headers: { allow } }
  }
  if (error instanceof NestedTooDeeply) {
    return { status: 400, description: "the request body is nested more than 1,000 levels deep" }
  }
  if (error instanceof Overloaded) {
    return { status: 503, description: "too many logins at once", headers: { "retry-after": "1" } }
  }
  if (HttpServerError.isHttpServerError(error)) {
    if (error.reason._tag === "RouteNotFound") return { status: 404, description: "page not found" }
    if (error.reason._tag === "RequestParseError") {
      return error.reason.reason === "BodyTooLarge"
        ? tooLarge
        : { status: 400, description: "the request is malformed" }
    }
  }
  return { status: 500, description: "Unexpected error." }
}

/** Replaces every failure and Effect's own 415 by a documented reply; what is our fault goes to the log. */
export const documentedErrors = <E, R>(handler: Handler<E, R>): Handler<E, R> => (request) => {
  const { method, url } = request
  const path = url.split("?", 1)[0] ?? url
  return handler(request).pipe(
    Effect.map((response) =>
      response.status === 415
        ? reply(path, { status: 415, description: "the content type is not supported" })
        : response
    ),
    Effect.catchCauseIf(
      (cause) => !Cause.hasInterruptsOnly(cause),
      (cause) => {
        const problem = problemOf(Cause.squash(cause), method)
        return Effect.as(
          problem.status === 500 ? Effect.logError("A request failed", cause) : Effect.void,
          reply(path, problem)
        )
      }
    )
  )
}
