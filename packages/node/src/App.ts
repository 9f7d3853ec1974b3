/** An App Services app, as a Promise client. */
import * as AppHost from "@atlas-bearer/core/AppHost"
import * as BaseUrl from "@atlas-bearer/core/BaseUrl"
import { Sender } from "@atlas-bearer/core/Sender"
import type { ThrottleEvent } from "@atlas-bearer/core/ThrottleEvent"
import type { CallOptions } from "@atlas-bearer/core/TokenSource"
import * as UserSession from "@atlas-bearer/core/UserSession"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Credentials } from "./Credentials.ts"
import * as option from "./internal/option.ts"
import * as Runner from "./internal/Runner.ts"
import * as User from "./User.ts"

export interface Options extends Runner.ClientOptions {
  /** The client app id, such as `myapp-abcde`. */
  readonly appId: string
  /** By default the hosted service. */
  readonly baseUrl?: string | URL | undefined
  /** Origins that may serve the app although they are not under the base URL's domain. */
  readonly origins?: ReadonlyArray<string> | undefined
  /** Allows `http:` to another machine: everybody on the way sees the tokens. */
  readonly allowInsecure?: boolean | undefined
}

/** Dispose of it to close its connections. */
export interface App extends AsyncDisposable {
  readonly id: string
  /** What happens to the app's requests: waits, retries, closed and opened limits. */
  readonly events: AsyncIterable<ThrottleEvent>
  /** The user who logged in last. */
  readonly currentUser: User.User | undefined
  /** Everybody who is logged in, the current user first. */
  readonly users: ReadonlyArray<User.User>
  /** The base URL that serves the app. Asked for once; `logIn` does so by itself. */
  readonly location: (options?: CallOptions) => Promise<URL>
  /** Rejects with a `LoginError` or an error of the location; match on its `_tag`. */
  readonly logIn: (
    credentials: Credentials,
    options?: CallOptions
  ) => Promise<User.User>
}

class Host extends Context.Service<Host, Effect.Success<ReturnType<typeof AppHost.make>>>()(
  "@atlas-bearer/node/App/Host"
) {}

/** Throws an `InvalidOption` that names the option. Sends nothing until somebody logs in. */
export const make = (options: Options): App => {
  const clientAppId = option.text("appId", options.appId)
  const baseUrl = option.baseUrl(options.baseUrl ?? BaseUrl.hosted, options.allowInsecure)
  const { deadlineOf, dispose, events, run, schedule } = Runner.make(
    Layer.effect(Host, AppHost.make({ clientAppId, baseUrl, origins: options.origins })).pipe(
      Layer.provide([Sender.layer, NodeHttpClient.layerUndici])
    ),
    options
  )
  let users: ReadonlyArray<User.User> = []

  const logIn = Effect.fnUntraced(function*(credentials: Credentials) {
    const { client, url } = yield* Effect.flatten(Host)
    const session = yield* UserSession.make({
      client,
      clientAppId,
      session: yield* credentials.logIn(client, clientAppId)
    })
    const user: User.User = User.make({
      session,
      profile: yield* session.profile,
      baseUrl: url,
      run,
      deadlineOf,
      schedule: schedule(session.userId),
      onLogOut: () => {
        users = users.filter((other) => other !== user)
      }
    })
    users = [user, ...users.filter((other) => other.id !== user.id)]
    return user
  })

  return {
    id: clientAppId,
    get events() {
      return events()
    },
    get currentUser() {
      return users[0]
    },
    get users() {
      return users
    },
    location: (callOptions) => run(Effect.map(Effect.flatten(Host), ({ url }) => url), callOptions),
    logIn: (credentials, callOptions) => run(logIn(credentials), callOptions),
    [Symbol.asyncDispose]: () => dispose()
  }
}
