/** Tells requests that ask a path of an API by another method from those of an unknown path. */
import * as Effect from "effect/Effect"
import * as HttpServerError from "effect/http/HttpServerError"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import { MethodNotAllowed } from "./MethodNotAllowed.ts"

type ByName<A> = Readonly<Record<string, A>>

// Of an HttpApi; its own `reflect` looks at the schemas too, for longer than it takes to answer.
export interface Api {
  readonly groups: ByName<{ readonly endpoints: ByName<{ readonly method: string; readonly path: string }> }>
}

const methodsOf = (api: Api) => {
  const routes = Object.values(api.groups).flatMap(({ endpoints }) =>
    Object.values(endpoints).map(({ method, path }) => ({
      method,
      pattern: new RegExp(`^${path.replaceAll(/:[^/]+/g, "[^/]+")}$`)
    }))
  )
  return (path: string): ReadonlySet<string> =>
    new Set(routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))
}

const isUnknown = (error: unknown) => HttpServerError.isHttpServerError(error) && error.reason._tag === "RouteNotFound"

export const otherMethods = (api: Api) => {
  const methods = methodsOf(api)
  return <A, E, R>(app: Effect.Effect<A, E, R>) =>
    Effect.catchIf(
      app,
      isUnknown,
      (unknown) =>
        Effect.flatMap(
          HttpServerRequest.HttpServerRequest,
          ({ method, url }): Effect.Effect<never, E | MethodNotAllowed> => {
            const allowed = methods(url.split("?", 1)[0] ?? url)
            // With its own method, the path holds what is no percent-encoding of UTF-8.
            const isOther = allowed.size > 0 && !allowed.has(method)
            return Effect.fail(isOther ? new MethodNotAllowed({ allowed }) : unknown)
          }
        )
    )
}
