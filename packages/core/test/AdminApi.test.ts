import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { sentBy } from "./wire.ts"

type Client = AdminClient["Service"]

const headers = { authorization: Redacted.make("t1") }
const bearer = { accept: "application/json", authorization: "Bearer t1" }
const json = { accept: "application/json", "content-type": "application/json" }
const session = "/api/admin/v3.0/auth/session"

interface Sent {
  readonly call: (client: Client) => Effect.Effect<unknown, unknown>
  readonly line: string
  readonly fields: Readonly<Record<string, string>>
  readonly content: unknown
}

/** The others are in `AdminApiRequests.test.ts`. */
const operations: Readonly<Record<string, Sent>> = {
  adminLogin: {
    call: (client) => client.adminLogin({ payload: { publicKey: "pub", privateKey: Redacted.make("priv") } }),
    line: "POST /api/admin/v3.0/auth/providers/mongodb-cloud/login",
    fields: json,
    content: { username: "pub", apiKey: "priv" }
  },
  refreshAdminSession: {
    call: (client) => client.refreshAdminSession({ headers }),
    line: `POST ${session}`,
    fields: bearer,
    content: undefined
  },
  deleteAdminSession: {
    call: (client) => client.deleteAdminSession({ headers }),
    line: `DELETE ${session}`,
    fields: bearer,
    content: undefined
  },
  verifyToken: {
    call: (client) =>
      client.verifyToken({ headers, params: { groupId: "g/1", appId: "a1" }, payload: { token: Redacted.make("u1") } }),
    line: "POST /api/admin/v3.0/groups/g%2F1/apps/a1/users/verify_token",
    fields: { ...json, ...bearer },
    content: { token: "u1" }
  }
}

describe("AdminApi", () => {
  for (const [name, { call, ...expected }] of Object.entries(operations)) {
    it.effect(`${name} sends what its documentation says`, () =>
      Effect.gen(function*() {
        const sent = yield* sentBy(AdminClient.use(call))
        assert.deepStrictEqual(sent, [{ ...expected, origin: "https://services.test" }])
      }))
  }
})
