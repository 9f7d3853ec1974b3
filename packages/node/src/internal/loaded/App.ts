/** An app with its users, and all that it sends. */
import type * as AppHost from "@atlas-bearer/core/AppHost"
import * as AppUsers from "@atlas-bearer/core/AppUsers"
import * as EmailPasswordAuth from "@atlas-bearer/core/EmailPasswordAuth"
import * as PromiseTokenStore from "@atlas-bearer/core/PromiseTokenStore"
import { Sender } from "@atlas-bearer/core/Sender"
import type * as Core from "@atlas-bearer/core/UserSession"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { App, Options } from "../../App.ts"
import type { User as ListedUser } from "../../User.ts"
import type { UserSession as Session } from "../../UserSession.ts"
import type * as ClientOptions from "../ClientOptions.ts"
import type { Ask } from "../emailPassword.ts"
import { onRequest } from "../onRequest.ts"
import * as option from "../option.ts"
import { Pool } from "../Pool.ts"
import * as Runner from "../Runner.ts"
import * as User from "./User.ts"
import * as UserSession from "./UserSession.ts"

interface Settings extends Pick<Options, "reauthenticate" | "store"> {
  readonly clientAppId: string
  readonly baseUrl: URL
  readonly origins: ReadonlyArray<string>
  readonly client: ClientOptions.Checked
}

interface LoadedApp
  extends AsyncDisposable, Pick<App, "authenticate" | "events" | "location" | "logIn" | "switchUser">
{
  /** Brings the users of the last run back from the store. */
  readonly restore: () => Promise<void>
  readonly users: () => ReadonlyArray<ListedUser>
  readonly emailPassword: Ask
  readonly resume: (resumable: AppUsers.Resumable) => Session
}

class Host extends Context.Service<Host, Effect.Success<ReturnType<typeof AppHost.make>>>()(
  "@atlas-bearer/node/App/Host"
) {}

class Users extends Context.Service<Users, AppUsers.AppUsers>()("@atlas-bearer/node/App/Users") {}

export const make = ({ baseUrl, client, clientAppId, origins, reauthenticate, store }: Settings): LoadedApp => {
  const users = Effect.flatMap(Host, (host) =>
    AppUsers.make({
      clientAppId,
      origin: baseUrl.origin,
      host,
      store: store && PromiseTokenStore.toTokenStore(store),
      reauthenticate: reauthenticate && ((userId) =>
        Effect.promise(async () => {
          // Programs without types give null for none.
          const credentials = (await reauthenticate(userId)) ?? undefined
          return credentials === undefined ? undefined : option.credentials(credentials, "reauthenticate")
        }))
    }))
  const later = onRequest(
    () => import("../openHost.ts"),
    ({ openHost }) => openHost({ clientAppId, baseUrl, origins })
  )
  const { begin, connections, dispose, events, run, runSync, schedule } = Runner.make(
    Layer.effect(Users, users).pipe(
      Layer.provideMerge(Layer.effect(Host, Effect.map(later, Effect.flatten))),
      Layer.provide([Sender.layer, Pool.layer])
    ),
    client
  )
  const { authenticate, list, logIn, restore, resume, switchTo } = runSync(Users)
  const host = runSync(Host)
  const location: App["location"] = (call) => run(Effect.map(host, ({ url }) => url), call)
  const connection: UserSession.Connection = { clientAppId, run, connections, begin, schedule, location }
  const emailPassword = EmailPasswordAuth.make({ host, clientAppId })

  const known = new WeakMap<Core.UserSession, ListedUser>()
  const sessions = new WeakMap<ListedUser, Core.UserSession>()
  const userOf = (session: Core.UserSession) => {
    const user = known.get(session) ?? User.make(session, connection, () => list().includes(session))
    known.set(session, user)
    sessions.set(user, session)
    return user
  }

  return {
    get events() {
      return events()
    },
    restore: () => run(restore),
    users: () => list().map(userOf),
    emailPassword: (ask, call) => run(ask(emailPassword), call),
    location,
    logIn: async (credentials, call) => userOf(await run(logIn(option.credentials(credentials)), call)),
    switchUser: async (user, call) => {
      const userId = option.text("user.id", option.object(user, "user").id)
      const session = sessions.get(user)
      return run(session === undefined ? Effect.fail(new AppUsers.NotLoggedIn({ userId })) : switchTo(session), call)
    },
    authenticate: async (credentials, call) =>
      UserSession.make(await run(authenticate(option.credentials(credentials)), call), connection),
    resume: (resumable) => UserSession.make(runSync(resume(resumable)), connection),
    [Symbol.asyncDispose]: () => dispose()
  }
}
