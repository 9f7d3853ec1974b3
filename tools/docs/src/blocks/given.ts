/** What the blocks of the documentation take for granted: a block imports from here what it uses and does not declare. */
import { DefaultSeed } from "@atlas-bearer/emulator"
import { App, Credentials, ServiceAccount, TokenVerifier } from "@atlas-bearer/node"
import { type AxiosInstance, create, type InternalAxiosRequestConfig } from "axios"
import express from "express"
import { randomBytes } from "node:crypto"
import { running } from "./running.ts"

export { attachBearer } from "@atlas-bearer/axios"
export { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
export { requireBearer, sessionRouter } from "@atlas-bearer/express"
export { App, Credentials, FileTokenStore, ServiceAccount, TokenVerifier } from "@atlas-bearer/node"
export { RedisThrottle, RedisTokenStore } from "@atlas-bearer/redis"
export { default as axios } from "axios"
export { createReadStream } from "node:fs"

export const emulator = running()
const baseUrl = emulator.url

export const { clientId, clientSecret } = DefaultSeed.serviceAccount
export const { password, username } = DefaultSeed.user
export const email = "jean@example.com"
export const key = DefaultSeed.serverApiKey
export const encryptionKey = randomBytes(32)
export const secret = randomBytes(32).toString("hex")
export const query = "{ movies { title } }"
export const variables = {}
export const idToken = "a credential of Google"
export const tokenId = "of the link in the e-mail"
export const [current, next] = [clientSecret, clientSecret]
export const vault = { read: async (_path: string) => clientSecret }
export const log = { warn: (_error: unknown) => undefined }

export const app = App.make({ appId: DefaultSeed.app.clientAppId, baseUrl })
export const user = await app.logIn(Credentials.anonymous())
export const account = ServiceAccount.make({ clientId, clientSecret, baseUrl })
export const verifier = TokenVerifier.make({
  baseUrl,
  groupId: DefaultSeed.app.groupId,
  appId: DefaultSeed.app.id,
  ...DefaultSeed.administrator
})
export const token = await user.getAccessToken()
export const renewToken = () => account.getAccessToken()
export const client = create({ baseURL: baseUrl })
/** Of axios-auth-refresh, whose types fit another copy of axios' than those of modules. */
export const createAuthRefresh = (
  _instance: AxiosInstance,
  _refresh: (failed: { readonly response: { readonly config: InternalAxiosRequestConfig } }) => Promise<void>
) => undefined
export const server = express()
