/** An App Services app, as a Promise client. */
import * as BaseUrl from "@atlas-bearer/core/BaseUrl"
import type { ClientEvent } from "@atlas-bearer/core/ClientEvent"
import type { PromiseTokenStore } from "@atlas-bearer/core/PromiseTokenStore"
import type { CallOptions } from "@atlas-bearer/core/TokenSource"
import type { Credentials } from "./Credentials.ts"
import type { EmailPasswordAuth } from "./EmailPasswordAuth.ts"
import * as ClientOptions from "./internal/ClientOptions.ts"
import { emailPassword } from "./internal/emailPassword.ts"
import { eventsOf } from "./internal/events.ts"
import * as OnDemand from "./internal/OnDemand.ts"
import * as option from "./internal/option.ts"
import { resumed } from "./internal/resumed.ts"
import type { User } from "./User.ts"
import type { Resumable, UserSession } from "./UserSession.ts"

/** Which app, where it is served, and where its users rest between runs. */
export interface Options extends ClientOptions.ClientOptions {
  /** The client app id, such as `myapp-abcde`. */
  readonly appId: string
  /** By default the hosted service. */
  readonly baseUrl?: string | URL | undefined
  /** Origins that may serve the app although they are not under the base URL's domain. */
  readonly origins?: ReadonlyArray<string | URL> | undefined
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
  readonly currentUser: User | undefined
  /** Everybody who is logged in, the current user first. */
  readonly users: ReadonlyArray<User>
  /** Registers users with an e-mail address and a password. Needs no user. */
  readonly emailPassword: EmailPasswordAuth
  /** The base URL that serves the app. Asked for once; `logIn` does so by itself. */
  readonly location: (options?: CallOptions) => Promise<URL>
  /** Rejects with a `LoginError` or an error of the location; match on its `_tag`. */
  readonly logIn: (credentials: Credentials, options?: CallOptions) => Promise<User>
  /** Makes a user the current one. Rejects with `NotLoggedIn` when it has logged out. */
  readonly switchUser: (user: User, options?: CallOptions) => Promise<void>
  /** For servers: logs somebody in who is neither listed in `users` nor stored. */
  readonly authenticate: (credentials: Credentials, options?: CallOptions) => Promise<UserSession>
  /** For servers: a session that `authenticate` began, from what its `export` gave. Sends nothing. */
  readonly resume: (resumable: Resumable) => UserSession
}

/** Throws an `InvalidOption` that names the option. Sends nothing until somebody logs in. */
export const make = (options: Options): App => {
  const settings = {
    clientAppId: option.text("appId", option.object(options).appId),
    baseUrl: option.baseUrl(options.baseUrl ?? BaseUrl.hosted, options.allowInsecure),
    origins: option.origins(options.origins, options.allowInsecure),
    store: option.store(options.store),
    reauthenticate: option.method("reauthenticate", options.reauthenticate),
    client: ClientOptions.check(options)
  }
  const app = OnDemand.make(() => import("./internal/loaded/App.ts"), ({ make }) => make(settings))
  const { call, made } = app
  return {
    id: settings.clientAppId,
    events: eventsOf(app),
    ready: settings.store === undefined ? Promise.resolve() : call(({ restore }) => restore()).catch(() => undefined),
    get currentUser() {
      return made()?.users()[0]
    },
    get users() {
      return made()?.users() ?? []
    },
    emailPassword: emailPassword((ask, callOptions) => call((app) => app.emailPassword(ask, callOptions))),
    location: (callOptions) => call(({ location }) => location(callOptions)),
    logIn: (credentials, callOptions) => call(({ logIn }) => logIn(credentials, callOptions)),
    switchUser: (user, callOptions) => call(({ switchUser }) => switchUser(user, callOptions)),
    authenticate: (credentials, callOptions) => call(({ authenticate }) => authenticate(credentials, callOptions)),
    resume: (resumable) => {
      const { deviceId, refreshToken, userId } = option.object(resumable, "resumable")
      const session = {
        refreshToken: option.secret("refreshToken", refreshToken),
        userId: option.text("userId", userId),
        deviceId
      }
      return made()?.resume(session) ?? resumed(session, call)
    },
    [Symbol.asyncDispose]: () => OnDemand.dispose(app)
  }
}
