/** Ways to give an axios instance tokens, each as its documentation has it. */
import { attachBearer } from "@atlas-bearer/axios"
import type { AttachOptions } from "@atlas-bearer/axios/attachBearer"
import { ServiceAccount } from "@atlas-bearer/node"
import { type AxiosInstance, create, getAdapter } from "axios"
import { createAuthRefresh } from "axios-auth-refresh"
import axiosRetry from "axios-retry"
import { versionOf } from "../rate-limit/Peer.ts"

export interface Contender {
  readonly name: string
  readonly make: (url: string) => AxiosInstance
}

/** Holds a token that the server does not accept, and a refresh token. */
const renewing = (url: string) => {
  const state = { access: "t0", refresh: "r0" }
  const renew = async () => {
    const { data } = await create().post<typeof state>(`${url}/renew`, state.refresh, {
      headers: { "content-type": "text/plain" }
    })
    Object.assign(state, data)
    return state.access
  }
  return { state, renew }
}

export const bare: Contender = { name: `axios ${versionOf("axios")}`, make: (url) => create({ baseURL: url }) }

const withOwnTokens = (name: string, options: AttachOptions): Contender => ({
  name,
  make: (url) => {
    const instance = create({ baseURL: url })
    const { renew, state } = renewing(url)
    let token: string | undefined = state.access
    attachBearer(instance, {
      origin: url,
      getAccessToken: async () => token ??= await renew(),
      invalidate: (refused) => {
        if (refused === token) token = undefined
      }
    }, options)
    return instance
  }
})

export const ours = withOwnTokens("@atlas-bearer/axios, tokens of one's own", { getAdapter })
export const oursWithoutGetAdapter = withOwnTokens("@atlas-bearer/axios, the same without getAdapter", {})

/** On the schedule that all clients of the process share. */
export const oursOnSchedule: Contender = {
  name: "@atlas-bearer/axios, ServiceAccount and its schedule",
  make: (url) => {
    const instance = create({ baseURL: url })
    const account = ServiceAccount.make({ clientId: "bench", clientSecret: "bench", baseUrl: url })
    const token = Promise.resolve("t0")
    attachBearer(instance, { ...account, getAccessToken: () => token }, { getAdapter })
    return instance
  }
}

const authRefresh = (deduplicateRefresh: boolean): Contender => ({
  name: `axios-auth-refresh ${versionOf("axios-auth-refresh")}, ${
    deduplicateRefresh ? "defaults" : "deduplicateRefresh: false"
  }; axios-retry ${versionOf("axios-retry")}`,
  make: (url) => {
    const instance = create({ baseURL: url })
    const { renew, state } = renewing(url)
    instance.interceptors.request.use((config) => {
      config.headers.set("Authorization", `Bearer ${state.access}`)
      return config
    })
    // Its types are those of axios for CommonJS, which TypeScript takes for others.
    Reflect.apply(createAuthRefresh, undefined, [instance, renew, { deduplicateRefresh }])
    axiosRetry(instance)
    return instance
  }
})

export const peer = authRefresh(true)
export const peerWithoutQueue = authRefresh(false)
