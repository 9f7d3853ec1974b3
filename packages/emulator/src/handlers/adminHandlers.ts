/** Serves the sessions of administrators, and what they may see at all. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Administrators } from "../Administrators.ts"
import { Apps } from "../Apps.ts"
import * as ObjectId from "../ObjectId.ts"
import { Users } from "../Users.ts"
import { ServedAdminApi } from "./ServedAdminApi.ts"

const provider = "mongodb-cloud"

export const adminHandlers = HttpApiBuilder.group(
  ServedAdminApi,
  "admin",
  Effect.fn(function*(handlers) {
    const administrators = yield* Administrators
    const apps = yield* Apps
    const users = yield* Users
    return handlers.handleAll({
      listAdminProviders: () =>
        Effect.succeed([{ id: ObjectId.fromText(provider), name: provider, type: provider, disabled: false }]),
      adminLogin: ({ payload }) => administrators.logIn(payload.publicKey, payload.privateKey),
      refreshAdminSession: Effect.fnUntraced(function*({ headers }) {
        return { accessToken: yield* administrators.refresh(headers.authorization) }
      }),
      deleteAdminSession: ({ headers }) => administrators.revoke(headers.authorization),
      getAdminProfile: Effect.fnUntraced(function*({ headers }) {
        const profile = yield* users.profile(yield* administrators.authenticate(headers.authorization))
        const groups = new Set((yield* apps.all).map(({ groupId }) => groupId))
        return { ...profile, roles: [...groups].map((groupId) => ({ name: "GROUP_OWNER", groupId })) }
      }),
      listApps: Effect.fnUntraced(function*({ headers, params }) {
        yield* administrators.authenticate(headers.authorization)
        return (yield* apps.all).filter(({ groupId }) => groupId === params.groupId).map((app) => ({
          ...app,
          location: "US-VA",
          deploymentModel: "LOCAL",
          product: "standard",
          environment: "",
          lastUsed: 0,
          lastModified: 0
        }))
      })
    })
  })
)
