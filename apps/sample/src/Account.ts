/** The server's service account: its client, its secrets, and what the emulator has seen of it. */
import { attachBearer } from "@atlas-bearer/axios"
import type { ClientEvent } from "@atlas-bearer/core/ClientEvent"
import { DefaultSeed, type Emulator } from "@atlas-bearer/emulator"
import { ServiceAccount } from "@atlas-bearer/node"
import { type AxiosInstance, create as createAxios } from "axios"
import type { Calls } from "./Calls.ts"
import type { AccountState } from "./News.ts"
import { patience } from "./patience.ts"
import * as SecretRotation from "./SecretRotation.ts"

export interface Account extends AsyncDisposable {
  /** Sends the account's token. */
  readonly client: AxiosInstance
  /** Asks for the token, as calls do, if there is one. */
  readonly touch: () => Promise<void>
  readonly revoke: () => Promise<void>
  /** Makes a new secret the only one, while calls go on. */
  readonly rotate: () => Promise<void>
  /** A client that shares nothing with the others, as another process has one, asks for a token of its own. */
  readonly startProcess: () => Promise<void>
  readonly state: () => AccountState
  /** Looks what the emulator has seen. */
  readonly refresh: () => Promise<void>
}

interface Options {
  readonly emulator: Emulator.Running
  readonly calls: Calls
  /** `isHolder` says whether the tokens of these events are those that the server uses. */
  readonly heard: (events: AsyncIterable<ClientEvent>, isHolder: boolean) => void
  readonly changed: () => void
  readonly revoked: () => void
}

/** The vendor's: 10 token requests a minute, 100 tokens alive, each for an hour. */
const limit = { requests: 10, window: 60_000, quota: 100, life: 3_600_000 }

/** What the journal tells of token requests. Refused ones do not count, and a faulted one never arrived. */
const seen = async ({ clock, journal }: Emulator.Running) => {
  const now = clock.now()
  const entries = await journal.entries()
  const answered = entries.filter(({ faults, reply, url }) =>
    url.startsWith("/api/oauth/") && faults.length === 0 && reply !== null && reply.status !== 429
  )
  const asked = answered.filter(({ url }) => url.startsWith("/api/oauth/token"))
  const revoked = new Set(
    answered.filter(({ url }) => url.startsWith("/api/oauth/revoke")).flatMap(({ tokens }) => tokens.sent)
  )
  const issued = asked.filter(({ tokens }) => tokens.issued.some((token) => !revoked.has(token)))
  return {
    requests: asked.map(({ at }) => at).filter((at) => at > now - limit.window),
    expiries: issued.map(({ at }) => at + limit.life).filter((end) => end > now)
  }
}

export const make = ({ calls, changed, emulator, heard, revoked }: Options): Account => {
  const { clientId, clientSecret } = DefaultSeed.serviceAccount
  const rotation = SecretRotation.make(clientSecret)
  const makeAccount = () =>
    ServiceAccount.make({
      clientId,
      clientSecret: rotation.secrets,
      baseUrl: emulator.url,
      clock: emulator.clock,
      ...patience
    })
  const account = makeAccount()
  heard(account.events, true)
  const client = createAxios({
    baseURL: emulator.url,
    headers: { accept: "application/vnd.atlas.2025-03-12+json" }
  })
  attachBearer(client, calls.traced(account), patience)

  let requests: AccountState["requests"] = []
  let expiries: AccountState["expiries"] = []
  const processes = new Set<ServiceAccount.ServiceAccount>()

  const refresh = async () => {
    ;({ expiries, requests } = await seen(emulator))
    changed()
  }

  return {
    client,
    touch: async () => {
      if (expiries.length > 0) await account.getAccessToken()
    },
    revoke: async () => {
      await account.revoke()
      revoked()
    },
    rotate: async () => {
      await rotation.rotate({
        get: (path) => calls.follow({ who: "account", method: "GET", path }, () => client.get(path)),
        post: (path, body) => calls.follow({ who: "account", method: "POST", path }, () => client.post(path, body)),
        delete: (path) => calls.follow({ who: "account", method: "DELETE", path }, () => client.delete(path))
      })
      changed()
    },
    startProcess: async () => {
      const other = makeAccount()
      processes.add(other)
      heard(other.events, false)
      try {
        await other.getAccessToken()
      } finally {
        processes.delete(other)
        await other[Symbol.asyncDispose]()
      }
    },
    state: () => ({
      clientId,
      requests,
      limit: limit.requests,
      window: limit.window,
      expiries,
      quota: limit.quota,
      secrets: rotation.known()
    }),
    refresh,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([account, ...processes].map((each) => each[Symbol.asyncDispose]()))
    }
  }
}
