/** Runs of a program that has an app: what is in memory is each run's own, what is stored is all runs'. */
import * as AppHost from "@atlas-bearer/core/AppHost"
import * as AppUsers from "@atlas-bearer/core/AppUsers"
import * as Credentials from "@atlas-bearer/core/Credentials"
import { unscheduled } from "@atlas-bearer/core/testing/unscheduled"
import { Effect } from "effect"
import type { appServer } from "./appServer.ts"

const clientAppId = "myapp-abcde"
const origin = "https://services.test"

/** Under which the session of a user is stored. */
export const userKey = (userId: string) => `user:${encodeURIComponent(origin)}:${clientAppId}:${userId}`

export const run = (
  server: ReturnType<typeof appServer>,
  options: Partial<AppUsers.Options> = {}
): Effect.Effect<AppUsers.AppUsers> =>
  Effect.flatMap(
    AppHost.make({ clientAppId, baseUrl: new URL(origin) }),
    (host) => AppUsers.make({ clientAppId, origin, host, ...options })
  ).pipe(Effect.provide([server.layer, unscheduled]))

export const logIn = (app: AppUsers.AppUsers, userId: string) => app.logIn(Credentials.apiKey(userId))

/** Who is logged in. */
export const idsOf = (app: AppUsers.AppUsers) => app.list().map(({ userId }) => userId)
