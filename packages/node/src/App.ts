/** An App Services app, as a Promise client. */
import * as AppHost from "@atlas-bearer/core/AppHost"
import * as AppUsers from "@atlas-bearer/core/AppUsers"
import * as BaseUrl from "@atlas-bearer/core/BaseUrl"
import type { ClientEvent } from "@atlas-bearer/core/ClientEvent"
import type { PromiseTokenStore } from "@atlas-bearer/core/PromiseTokenStore"
import { Sender } from "@atlas-bearer/core/Sender"
import type { CallOptions } from "@atlas-bearer/core/TokenSource"
import type * as Core from "@atlas-bearer/core/UserSession"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Credentials } from "./Credentials.ts"
import * as EmailPasswordAuth from "./EmailPasswordAuth.ts"
import * as option from "./internal/option.ts"
import * as Runner from "./internal/Runner.ts"
import * as transport from "./internal/transport.ts"
import * as User from "./User.ts"
import * as UserSession from "./UserSession.ts"

export interface Options extends Runner.ClientOptions {
  /** The client app id, such as `myapp-abcde`. */
  readonly appId: string
  /** By default the hosted service. */
  readonly baseUrl?: string | URL | undefined
  /** Origins that may serve the app although they are not under the base URL's domain. */
  readonly origins?: ReadonlyArray<string> | undefined
  /** Allows `http:` to another machine: everybody on the way sees the tokens. */
  readonly allowInsecure?: boolean | undefined
  /** Where sessions rest between runs, `FileTokenStore` for instance. By default in memory. */
  readonly store?: PromiseTokenStore | undefined
  /**
   * Gives credentials for a user whose refresh token is dead, so that the session goes on; `undefined` lets it end. What it
   * throws is what the call rejects with, as it is: it should not quote the credentials.
   */
  readonly reauthenticate?: ((userId: string) => Credentials | undefined | Promise<Credentials | undefined>) | undefined
}

/** Dispose of it to close its connections. */
export interface App extends AsyncDisposable {
  readonly id: string
  /** What happens to the app's requests and tokens: waits, retries, renewals, sessions that end, stores that fail. */
  readonly events: AsyncIterable<ClientEvent>
  /** When the users of the last run are back from the store. Never rejects. */
  readonly ready: Promise<void>
  /** The user who logged in last, or whom `switchUser` made the current one. */
  readonly currentUser: User.User | undefined
  /** Everybody who is logged in, the current user first. */
  readonly users: ReadonlyArray<User.User>
  /** Registers users with an e-mail address and a password. Needs no user. */
  readonly emailPassword: EmailPasswordAuth.EmailPasswordAuth
  /** The base URL that serves the app. Asked for once; `logIn` does so by itself. */
  readonly location: (options?: CallOptions) => Promise<URL>
  /** Rejects with a `LoginError` or an error of the location; match on its `_tag`. */
  readonly logIn: (credentials: Credentials, options?: CallOptions) => Promise<User.User>
  /** Makes a user the current one. Rejects with `NotLoggedIn` when it has logged out. */
  readonly switchUser: (user: User.User, options?: CallOptions) => Promise<void>
  /** For servers: logs somebody in who is neither listed in `users` nor stored. */
  readonly authenticate: (credentials: Credentials, options?: CallOptions) => Promise<UserSession.UserSession>
  /** For servers: a session that `authenticate` began, from what its `export` gave. Sends nothing. */
  readonly resume: (resumable: UserSession.Resumable) => UserSession.UserSession
}

class Host extends Context.Service<Host, Effect.Success<ReturnType<typeof AppHost.make>>>()(
  "@atlas-bearer/node/App/Host"
) {}

class Users extends Context.Service<Users, AppUsers.AppUsers>()("@atlas-bearer/node/App/Users") {}

/** Throws an `InvalidOption` that names the option. Sends nothing until somebody logs in. */
export const make = (options: Options): App => {
  const clientAppId = option.text("appId", option.object(options).appId)
  const baseUrl = option.baseUrl(options.baseUrl ?? BaseUrl.hosted, options.allowInsecure)
  const origins = option.origins(options.origins)
  const store = option.store(options.store)
  const reauthenticate = option.method("reauthenticate", options.reauthenticate)

  const users = Effect.flatMap(Host, (host) =>
    AppUsers.make({
      clientAppId,
      origin: baseUrl.origin,
      host,
      store,
      reauthenticate: reauthenticate && ((userId) => Effect.promise(async () => reauthenticate(userId)))
    }))
  const { connections, deadlineOf, dispose, events, run, runSync, schedule } = Runner.make(
    Layer.effect(Users, users).pipe(
      Layer.provideMerge(Layer.effect(Host, AppHost.make({ clientAppId, baseUrl, origins }))),
      Layer.provide([Sender.layer, transport.layer])
    ),
    options
  )
  const { authenticate, list, logIn, restore, resume, switchTo } = runSync(Users)
  const location: App["location"] = (call) => run(Effect.map(Effect.flatten(Host), ({ url }) => url), call)
  const connection: UserSession.Connection = { clientAppId, run, connections, deadlineOf, schedule, location }

  const known = new WeakMap<Core.UserSession, User.User>()
  const sessions = new WeakMap<User.User, Core.UserSession>()
  const userOf = (session: Core.UserSession) => {
    const user = known.get(session) ?? User.make(session, connection, () => list().includes(session))
    known.set(session, user)
    sessions.set(user, session)
    return user
  }

  return {
    id: clientAppId,
    get events() {
      return events()
    },
    ready: store === undefined ? Promise.resolve() : run(restore).catch(() => undefined),
    get currentUser() {
      const [current] = list()
      return current && userOf(current)
    },
    get users() {
      return list().map(userOf)
    },
    emailPassword: EmailPasswordAuth.make(clientAppId, Effect.flatten(Host), run),
    location,
    logIn: async (credentials, call) => userOf(await run(logIn(credentials), call)),
    switchUser: (user, call) => {
      const session = sessions.get(user)
      return run(
        session === undefined ? Effect.fail(new AppUsers.NotLoggedIn({ userId: user.id })) : switchTo(session),
        call
      )
    },
    authenticate: async (credentials, call) => UserSession.make(await run(authenticate(credentials), call), connection),
    resume: ({ deviceId, refreshToken, userId }) =>
      UserSession.make(
        runSync(resume({
          refreshToken: option.secret("refreshToken", refreshToken),
          userId: option.text("userId", userId),
          deviceId
        })),
        connection
      ),
    [Symbol.asyncDispose]: () => dispose()
  }
}
