/** The client app id that stands in the path of a request of the Client API. */
import * as Result from "effect/Result"

/** `undefined` where the path names no app, such as in that of the sessions. */
export const requestedApp = (url: string): string | undefined => {
  const [, segment] = /^\/api\/client\/v2\.0\/app\/([^/?]+)/.exec(url) ?? []
  return segment === undefined ? undefined : Result.getOrUndefined(Result.try(() => decodeURIComponent(segment)))
}
