/** The users who are logged in to an app: of this program, and of the runs before it on the same store. */
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { Host, HostError } from "./AppHost.ts"
import type { Credentials } from "./Credentials.ts"
import * as Deadline from "./Deadline.ts"
import { beginSession } from "./internal/beginSession.ts"
import * as StoredRecord from "./internal/StoredRecord.ts"
import { afterLogin } from "./internal/UserRenewal.ts"
import * as TokenKey from "./TokenKey.ts"
import { TokenStore } from "./TokenStore.ts"
import * as UserSession from "./UserSession.ts"

/** The user is none of the app's users, or has logged out. Log in first. */
export class NotLoggedIn extends Schema.TaggedError<NotLoggedIn>()("NotLoggedIn", { userId: Schema.String }) {
  override get message() {
    return `User ${this.userId} is not logged in to this app. Log in first.`
  }
}

/** Which app, where its users rest, and what to do when a session has ended. */
export interface Options {
  readonly clientAppId: string
  /** Of the base URL: it names the app in the store. */
  readonly origin: string
  readonly host: Effect.Effect<Host, HostError>
  /** Where sessions rest between runs. By default in memory. */
  readonly store?: TokenStore["Service"] | undefined
  /** Gives credentials for a user whose refresh token is dead. */
  readonly reauthenticate?: ((userId: string) => Effect.Effect<Credentials | undefined>) | undefined
}

/** What brings a session back. */
export interface Resumable {
  readonly refreshToken: Redacted.Redacted
  readonly userId: string
  readonly deviceId?: string | undefined
}

type User = UserSession.UserSession

// A session that is one request's has nobody else to be fair to.
const single = { limits: "caller" } as const

/** Sends nothing and reads nothing: `restore` brings back who was logged in. */
export const make = Effect.fnUntraced(function*(options: Options) {
  const { clientAppId, host, origin, reauthenticate, store = TokenStore.makeMemory() } = options
  // Sessions outlive the calls that begin them: they go by none of their limits.
  const context = yield* Effect.context()
  const stored = StoredRecord.make(store, TokenKey.users(origin, clientAppId))
  let users: ReadonlyArray<User> = []

  const withoutId = (userId: string) => users.filter((user) => user.userId !== userId)

  /** Changes the stored list; others may be at it too. */
  const changeList = Effect.fnUntraced(function*(change: (userIds: ReadonlyArray<string>) => ReadonlyArray<string>) {
    for (let tries = 0; tries < 3; tries++) {
      const record = yield* stored.read
      const userIds = change(record?.userIds ?? [])
      const [current] = userIds
      const fields = current === undefined ? { userIds } : { userIds, userId: current }
      if ((yield* stored.write(fields, record?.generation ?? 0)) !== undefined) return
    }
  })

  const toFront = (userId: string) => (userIds: ReadonlyArray<string>) => [
    userId,
    ...userIds.filter((other) => other !== userId)
  ]

  const session = (known: StoredRecord.Fields, own: Partial<UserSession.Options>) =>
    UserSession.make({
      host,
      clientAppId,
      store: TokenStore.makeMemory(),
      key: TokenKey.user(origin, clientAppId, known.userId ?? ""),
      known,
      ...own
    }).pipe(Effect.provideContext(context))

  /** One that is listed and stored. */
  const listed = Effect.fnUntraced(function*(known: StoredRecord.Fields) {
    const { userId = "" } = known
    const user: User = yield* session(known, {
      store,
      reauthenticate: reauthenticate?.(userId),
      onEnd: Effect.fnUntraced(function*(isRemoved: boolean) {
        users = users.filter((other) => other !== user)
        if (isRemoved) yield* changeList((userIds) => userIds.filter((other) => other !== userId))
      })
    })
    return user
  })

  const begin = Effect.fnUntraced(function*(credentials: Credentials) {
    const { client } = yield* host
    return yield* afterLogin(yield* beginSession(credentials, client, clientAppId), credentials.provider)
  })

  /** Brings back who was logged in when the last run ended. Sends nothing; what is not stored any more is left out. */
  const restore = yield* Effect.cached(Effect.gen(function*() {
    const { userIds = [] } = (yield* stored.read) ?? {}
    users = yield* Effect.forEach(userIds, (userId) =>
      Effect.gen(function*() {
        const record = yield* StoredRecord.make(store, TokenKey.user(origin, clientAppId, userId)).read
        return record?.refreshToken === undefined ? [] : [yield* listed(record)]
      })).pipe(Effect.map((found) => found.flat()))
  }))

  return {
    /** The current user first. */
    list: () => users,
    restore,
    logIn: Effect.fn("AppUsers.logIn")(function*(credentials: Credentials) {
      yield* restore
      const user = yield* Deadline.within(() =>
        Effect.tap(Effect.flatMap(begin(credentials), listed), ({ profile }) => profile)
      )
      yield* Effect.gen(function*() {
        yield* user.establish
        users = [user, ...withoutId(user.userId)]
        yield* changeList(toFront(user.userId))
      }).pipe(Effect.uninterruptible)
      return user
    }),
    /** Makes a user the current one. */
    switchTo: Effect.fn("AppUsers.switchTo")(function*(user: User) {
      if (!users.includes(user)) return yield* new NotLoggedIn({ userId: user.userId })
      users = [user, ...withoutId(user.userId)]
      yield* changeList(toFront(user.userId))
    }),
    /** A login that is nobody else's: it is neither listed nor stored. */
    authenticate: Effect.fn("AppUsers.authenticate")(function*(credentials: Credentials) {
      return yield* session(yield* Deadline.within(() => begin(credentials)), single)
    }),
    /** A session that `authenticate` began, perhaps in another process. Sends nothing, is neither listed nor stored. */
    resume: ({ deviceId, refreshToken, userId }: Resumable) =>
      session({ refreshToken, userId, ...(deviceId === undefined ? {} : { deviceId }) }, single)
  }
})

export type AppUsers = Effect.Success<ReturnType<typeof make>>
