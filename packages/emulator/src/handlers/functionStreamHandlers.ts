/** Serves calls whose result is a stream. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Stream from "effect/Stream"
import { Apps } from "../Apps.ts"
import { Functions } from "../Functions.ts"
import { MissingAuthReq } from "../middleware/UndecodableClientRequest.ts"
import * as ServerSentEvents from "../ServerSentEvents.ts"
import { Sessions } from "../Sessions.ts"
import { Watching } from "../watch/Watching.ts"
import { ServedClientApi } from "./ServedClientApi.ts"

export const functionStreamHandlers = HttpApiBuilder.group(
  ServedClientApi,
  "functionStreams",
  Effect.fn(function*(handlers) {
    const apps = yield* Apps
    const functions = yield* Functions
    const sessions = yield* Sessions
    const watching = yield* Watching

    return handlers.handleAll({
      streamFunction: Effect.fnUntraced(function*({ headers, params, query }) {
        const app = yield* apps.byClientAppId(params.clientAppId)
        const token = headers.authorization ?? query.baas_at ?? query.stitch_at
        if (token === undefined) return yield* new MissingAuthReq({ description: "must authenticate first" })
        yield* sessions.authenticateFor(app, token)
        const request = query.baas_request ?? query.stitch_request
        if (request === undefined) {
          return yield* new BadRequest({ description: "'baas_request' is missing or of the wrong type" })
        }
        const { arguments: args, name, service } = request
        if (!watching.isFor(name, service)) {
          return ServerSentEvents.make(yield* functions.stream(name, args, service))
        }
        // Who sees that the stream has begun misses nothing from then on.
        return Stream.unwrap(Effect.map(yield* watching.prepare(app, args), ServerSentEvents.make))
      })
    })
  })
)
