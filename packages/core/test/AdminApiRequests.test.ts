import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { adminCalls } from "./adminCalls.ts"
import { sentBy } from "./wire.ts"

const admin = "/api/admin/v3.0"
const app = `${admin}/groups/5dd8/apps/6025`
const jean = `${app}/user_registrations/by_email/jean%40example.com`
const key = `${app}/api_keys/5e13a41e1b38d358430ed1f5`
const provider = `${app}/auth_providers/5e13a41e1b38d358430ed1f6`

/** Those of sessions and `verify_token` are in `AdminApi.test.ts`. */
type Managing = Exclude<
  keyof typeof adminCalls,
  "adminLogin" | "refreshAdminSession" | "deleteAdminSession" | "verifyToken"
>

const sent: { readonly [Identifier in Managing]: readonly [line: string, content?: unknown] } = {
  getAdminProfile: [`GET ${admin}/auth/profile`],
  listAdminProviders: [`GET ${admin}/auth/providers`],
  listApps: [`GET ${admin}/groups/5dd8/apps`],
  listUsers: [`GET ${app}/users?after=u1&sort=_id&desc=true&status=enabled&provider_types=anon-user%2Capi-key`],
  createUser: [`POST ${app}/users`, { email: "jean@example.com", password: "corrêct \"horse\"\n battery" }],
  getUser: [`GET ${app}/users/u%2F1`],
  deleteUser: [`DELETE ${app}/users/u%2F1`],
  enableUser: [`PUT ${app}/users/u%2F1/enable`],
  disableUser: [`PUT ${app}/users/u%2F1/disable`],
  logOutUser: [`PUT ${app}/users/u%2F1/logout`],
  resetUserEmail: [`PATCH ${app}/users/u%2F1/reset_email`, { email: "jean@example.org" }],
  listUserDevices: [`GET ${app}/users/u%2F1/devices`],
  listPendingUsers: [`GET ${app}/user_registrations/pending_users`],
  deletePendingUser: [`DELETE ${jean}`],
  sendConfirmation: [`POST ${jean}/send_confirm`],
  confirmPendingUser: [`POST ${jean}/confirm`],
  runConfirmation: [`POST ${jean}/run_confirm`],
  listServerApiKeys: [`GET ${app}/api_keys`],
  createServerApiKey: [`POST ${app}/api_keys`, { name: "k1" }],
  getServerApiKey: [`GET ${key}`],
  deleteServerApiKey: [`DELETE ${key}`],
  enableServerApiKey: [`PUT ${key}/enable`],
  disableServerApiKey: [`PUT ${key}/disable`],
  listAuthProviders: [`GET ${app}/auth_providers`],
  createAuthProvider: [`POST ${app}/auth_providers`, { name: "anon-user", type: "anon-user", disabled: true }],
  deleteAuthProvider: [`DELETE ${provider}`],
  getAuthProvider: [`GET ${provider}`],
  updateAuthProvider: [`PATCH ${provider}`, { config: { autoConfirm: true } }],
  enableAuthProvider: [`PUT ${provider}/enable`],
  disableAuthProvider: [`PUT ${provider}/disable`],
  listAllowedRequestOrigins: [`GET ${app}/security/allowed_request_origins`],
  setAllowedRequestOrigins: [`POST ${app}/security/allowed_request_origins`, ["https://a.example"]],
  getRefreshTokenExpiration: [`GET ${app}/security/refresh_token_expiration`],
  setRefreshTokenExpiration: [`PUT ${app}/security/refresh_token_expiration`, { expiration_time_seconds: 3600 }],
  getCustomUserData: [`GET ${app}/custom_user_data`],
  updateCustomUserData: [
    `PATCH ${app}/custom_user_data`,
    { enabled: true, collection_name: "users", user_id_field: "userId" }
  ]
}

const calls: Readonly<Record<string, (client: AdminClient["Service"]) => Effect.Effect<unknown, unknown>>> = adminCalls

describe("AdminApi", () => {
  for (const [name, [line, content]] of Object.entries(sent)) {
    it.effect(`${name} sends what its documentation says, with the administrator's token where it needs one`, () =>
      Effect.gen(function*() {
        const [request] = yield* sentBy(AdminClient.use((client) => calls[name]?.(client) ?? Effect.void))
        assert.strictEqual(request?.line, line)
        assert.deepStrictEqual(request?.content, content)
        assert.strictEqual(
          request?.fields["authorization"],
          name === "listAdminProviders" ? undefined : "Bearer admin!token"
        )
      }))
  }
})
