/** An API as it is served, with what it says of other methods. */
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServer from "effect/http/HttpServer"
import * as Layer from "effect/Layer"
import { type Api, otherMethods } from "./otherMethods.ts"

/** A path is one to the letter: whatever else looks at paths, the journal first of all, takes it so. */
const toTheLetter = {
  caseSensitive: true,
  ignoreDuplicateSlashes: false,
  ignoreTrailingSlash: false,
  // An e-mail address is longer than the default of 100.
  maxParamLength: 2_000
}

export const served = <A, E, R>(api: Api, routes: Layer.Layer<A, E, R>) =>
  HttpRouter.toHttpEffect(Layer.provide(routes, HttpServer.layerServices)).pipe(
    Effect.provideService(HttpRouter.RouterConfig, toTheLetter),
    Effect.map(otherMethods(api))
  )
