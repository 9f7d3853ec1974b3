/** One valid call of every operation of the Admin API. */
import type { AdminClient } from "@atlas-bearer/core/AdminClient"
import { Redacted } from "effect"
import type { Calls } from "./calls.ts"
import { bearer, secrets } from "./secrets.ts"

const params = { groupId: "5dd8", appId: "6025" }
const headers = bearer(secrets.adminToken)
const inApp = { params, headers }
const user = { params: { ...params, userId: "u/1" }, headers }
const registration = { params: { ...params, email: "jean@example.com" }, headers }
const key = { params: { ...params, keyId: "5e13a41e1b38d358430ed1f5" }, headers }
const provider = { params: { ...params, providerId: "5e13a41e1b38d358430ed1f6" }, headers }

export const adminCalls: Calls<AdminClient["Service"]> = {
  adminLogin: (client) =>
    client.adminLogin({ payload: { publicKey: "public", privateKey: Redacted.make(secrets.privateKey) } }),
  refreshAdminSession: (client) => client.refreshAdminSession({ headers: bearer(secrets.refreshToken) }),
  deleteAdminSession: (client) => client.deleteAdminSession({ headers: bearer(secrets.refreshToken) }),
  getAdminProfile: (client) => client.getAdminProfile({ headers }),
  listAdminProviders: (client) => client.listAdminProviders({}),
  listApps: (client) => client.listApps({ params: { groupId: "5dd8" }, headers }),
  verifyToken: (client) => client.verifyToken({ ...inApp, payload: { token: Redacted.make(secrets.accessToken) } }),

  listUsers: (client) =>
    client.listUsers({
      ...inApp,
      query: { after: "u1", sort: "_id", desc: true, status: "enabled", providerTypes: ["anon-user", "api-key"] }
    }),
  createUser: (client) =>
    client.createUser({
      ...inApp,
      payload: { email: "jean@example.com", password: Redacted.make(secrets.password) }
    }),
  getUser: (client) => client.getUser(user),
  deleteUser: (client) => client.deleteUser(user),
  enableUser: (client) => client.enableUser(user),
  disableUser: (client) => client.disableUser(user),
  logOutUser: (client) => client.logOutUser(user),
  listUserDevices: (client) => client.listUserDevices(user),
  resetUserEmail: (client) => client.resetUserEmail({ ...user, payload: { email: "jean@example.org" } }),

  listPendingUsers: (client) => client.listPendingUsers({ ...inApp, query: {} }),
  deletePendingUser: (client) => client.deletePendingUser(registration),
  sendConfirmation: (client) => client.sendConfirmation(registration),
  confirmPendingUser: (client) => client.confirmPendingUser(registration),
  runConfirmation: (client) => client.runConfirmation(registration),

  listServerApiKeys: (client) => client.listServerApiKeys(inApp),
  createServerApiKey: (client) => client.createServerApiKey({ ...inApp, payload: { name: "k1" } }),
  getServerApiKey: (client) => client.getServerApiKey(key),
  deleteServerApiKey: (client) => client.deleteServerApiKey(key),
  enableServerApiKey: (client) => client.enableServerApiKey(key),
  disableServerApiKey: (client) => client.disableServerApiKey(key),

  listAuthProviders: (client) => client.listAuthProviders(inApp),
  createAuthProvider: (client) =>
    client.createAuthProvider({ ...inApp, payload: { name: "anon-user", type: "anon-user", disabled: true } }),
  deleteAuthProvider: (client) => client.deleteAuthProvider(provider),
  getAuthProvider: (client) => client.getAuthProvider(provider),
  updateAuthProvider: (client) =>
    client.updateAuthProvider({ ...provider, payload: { config: { autoConfirm: true } } }),
  enableAuthProvider: (client) => client.enableAuthProvider(provider),
  disableAuthProvider: (client) => client.disableAuthProvider(provider),

  listAllowedRequestOrigins: (client) => client.listAllowedRequestOrigins(inApp),
  setAllowedRequestOrigins: (client) => client.setAllowedRequestOrigins({ ...inApp, payload: ["https://a.example"] }),
  getRefreshTokenExpiration: (client) => client.getRefreshTokenExpiration(inApp),
  setRefreshTokenExpiration: (client) => client.setRefreshTokenExpiration({ ...inApp, payload: { seconds: 3600 } }),
  getCustomUserData: (client) => client.getCustomUserData(inApp),
  updateCustomUserData: (client) =>
    client.updateCustomUserData({
      ...inApp,
      payload: { enabled: true, collectionName: "users", userIdField: "userId" }
    })
}
