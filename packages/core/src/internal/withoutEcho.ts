/** Masks what the request carried where a failure quotes the server, which may repeat it. */
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Predicate from "effect/Predicate"
import { maskSent } from "./excerpt.ts"

/** The same failure, with its `description` masked. */
export const withoutEcho = (request: HttpClientRequest.HttpClientRequest) => <E>(failure: E): E =>
  Predicate.hasProperty(failure, "description") && typeof failure.description === "string"
    ? Object.assign(failure, { description: maskSent(failure.description, request) })
    : failure
