/** A session that is taken up again before the code of its app is loaded. */
import type { AppUsers } from "@atlas-bearer/core/AppUsers"
import { value } from "effect/Redacted"
import * as Functions from "../Functions.ts"
import type { UserSession } from "../UserSession.ts"
import { fetchLater } from "./fetchLater.ts"
import { graphqlBy } from "./graphql.ts"
import type { OnDemand } from "./OnDemand.ts"

type Resume = (resumable: Parameters<AppUsers["resume"]>[0]) => UserSession

/** Until its first call it has no token, and nothing but what it is taken up with. */
export const resumed = (
  resumable: Parameters<Resume>[0],
  ask: OnDemand<{ readonly resume: Resume }>["call"]
): UserSession => {
  let made: UserSession | undefined
  const call = <A>(use: (session: UserSession) => Promise<A>): Promise<A> =>
    made === undefined ? ask(({ resume }) => use(made ??= resume(resumable))) : use(made)

  const callFunction: UserSession["callFunction"] = (name, args, options) =>
    call((session) => session.callFunction(name, args, options))
  const { deviceId, refreshToken, userId } = resumable

  return {
    id: userId,
    origin: (options) => call(async ({ origin }) => typeof origin === "string" ? origin : origin(options)),
    // Whoever was given no token had none refused.
    isRefusal: (body) => made?.isRefusal(body) ?? false,
    getAccessToken: (options) => call((session) => session.getAccessToken(options)),
    invalidate: (token) => call(async (session) => session.invalidate(token)),
    schedule: (request, send) => call((session) => session.schedule(request, send)),
    apiKeys: {
      create: (name, options) => call(({ apiKeys }) => apiKeys.create(name, options)),
      fetch: (id, options) => call(({ apiKeys }) => apiKeys.fetch(id, options)),
      fetchAll: (options) => call(({ apiKeys }) => apiKeys.fetchAll(options)),
      delete: (id, options) => call(({ apiKeys }) => apiKeys.delete(id, options)),
      enable: (id, options) => call(({ apiKeys }) => apiKeys.enable(id, options)),
      disable: (id, options) => call(({ apiKeys }) => apiKeys.disable(id, options))
    },
    functions: Functions.make(callFunction),
    callFunction,
    get customData() {
      return made?.customData ?? {}
    },
    refreshCustomData: (options) => call((session) => session.refreshCustomData(options)),
    linkCredentials: (credentials, options) => call((session) => session.linkCredentials(credentials, options)),
    delete: (options) => call((session) => session.delete(options)),
    fetch: (input, options) => made?.fetch(input, options) ?? fetchLater(call, input, options),
    graphql: graphqlBy((payload, options) => call((session) => session.graphql(payload, options))),
    refresh: (options) => call((session) => session.refresh(options)),
    refreshProfile: (options) => call((session) => session.refreshProfile(options)),
    logOut: (options) => call((session) => session.logOut(options)),
    export: () =>
      made?.export() ??
        { refreshToken: value(refreshToken), userId, ...(deviceId === undefined ? {} : { deviceId }) }
  }
}
