/** The start of a reply for an error message, with everything masked that may be a secret. */
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import { maskSent } from "./maskSent.ts"

const maxLength = 200

// Tokens, keys and secrets are long runs of these characters.
const tokenLike = /[\w\-+/=.~]{20,}/g

// Of JSON, also of JSON within JSON. A value that is no text may hold one, so nothing behind it is shown.
const secretField =
  /(\\*"[^"]*(?:token|secret|password|key)[^"]*"\s*:\s*)(?:\\*"(?:[^"\\]|\\.)*"?|[[{][^]*|[^\s"\\[{,}\]]+)/gi
const secretParameter = /((?:token|secret|password|key)=)[^\s&"'<>]+/gi

/** What the request carried is masked, and every field whose name says that it is a secret. At most 4000 characters. */
export const maskSecrets = (text: string, request: HttpClientRequest.HttpClientRequest): string =>
  maskSent(text, request)
    .slice(0, 20 * maxLength)
    .replaceAll(secretField, "$1\"***\"")
    .replaceAll(secretParameter, "$1***")

/** At most 200 characters. */
export const excerpt = (text: string, request: HttpClientRequest.HttpClientRequest): string =>
  maskSecrets(text, request).replaceAll(tokenLike, "***").slice(0, maxLength)
