/** What an application in a browser writes to log in, have its session refreshed and send GraphQL. */
import * as AppHost from "@atlas-bearer/core/AppHost"
import * as AppUsers from "@atlas-bearer/core/AppUsers"
import type { Credentials } from "@atlas-bearer/core/Credentials"
import { Sender } from "@atlas-bearer/core/Sender"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"

export const movies = (baseUrl: URL, clientAppId: string, credentials: Credentials) =>
  Effect.gen(function*() {
    const host = yield* AppHost.make({ clientAppId, baseUrl })
    const users = yield* AppUsers.make({ clientAppId, origin: baseUrl.origin, host })
    const user = yield* users.logIn(credentials)
    yield* user.refresh
    return yield* user.graphql({ query: "{ movies { title } }" })
  }).pipe(Effect.provide(Sender.layer.pipe(Layer.provideMerge(FetchHttpClient.layer))), Effect.runPromise)
