/** Who is logged in. The access token is in this module's memory and nowhere else; the refresh token never comes here. */
import { computed, signal } from "@preact/signals"
import { emulatorNow } from "./feed.ts"
import { Refusal, request } from "./request.ts"

/** Times are of the emulator's clock. */
interface Token {
  readonly value: string
  readonly obtainedAt: number
  readonly expiresAt: number
  readonly count: number
}

export interface Profile {
  readonly id: string
  readonly type: string
  readonly name: string | undefined
  readonly providers: ReadonlyArray<string>
}

/** Of its life, when the page renews a token. */
export const renewalPoint = 0.75

const token = signal<Token | undefined>(undefined)
export const profile = signal<Profile | undefined>(undefined)
/** Before it is known whether the browser has a session. */
export const isKnown = signal(false)
/** Why nobody is logged in any more. */
export const farewell = signal<string | undefined>(undefined)

/** The token's times, without the token. */
export const lifetime = computed(() => {
  if (token.value === undefined) return undefined
  const { count, expiresAt, obtainedAt } = token.value
  return { count, expiresAt, obtainedAt }
})

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined

const keep = (answer: unknown) => {
  const [value, seconds] = [field(answer, "accessToken"), field(answer, "expiresIn")]
  if (typeof value !== "string") throw new Refusal(502, "NoToken", "The login gave no token.", undefined)
  const now = emulatorNow()
  const life = typeof seconds === "number" ? seconds * 1000 : 60_000
  token.value = { value, obtainedAt: now, expiresAt: now + life, count: (token.value?.count ?? 0) + 1 }
}

const forget = (why?: string) => {
  token.value = undefined
  profile.value = undefined
  farewell.value = why
}

/** Asks App Services, by the server. */
export const loadProfile = async (): Promise<void> => {
  const answer = await request("GET", "/auth/me")
  const [id, type, identities] = [field(answer, "id"), field(answer, "type"), field(answer, "identities")]
  const data = field(answer, "data")
  const name = field(data, "email") ?? field(data, "name")
  profile.value = {
    id: String(id),
    type: String(type),
    name: typeof name === "string" ? name : undefined,
    providers: Array.isArray(identities) ? identities.map((one) => String(field(one, "providerType"))) : []
  }
}

let renewing: Promise<void> | undefined
let notBefore = 0

/** Once for all who ask. Only a 401 ends the session: an outage ends nothing. */
const renew = (): Promise<void> =>
  renewing ??= request("POST", "/auth/refresh").then(keep).catch((error: unknown) => {
    if (error instanceof Refusal && error.status === 401) forget("Your session has ended. Log in again.")
    else notBefore = performance.now() + (error instanceof Refusal ? error.retryAfter ?? 2000 : 2000)
    throw error
  }).finally(() => {
    renewing = undefined
  })

/** Renews the token when its time has come, by the emulator's clock. */
export const renewWhenDue = async (): Promise<void> => {
  if (token.value === undefined || performance.now() < notBefore) return
  const { expiresAt, obtainedAt } = token.value
  if (emulatorNow() < obtainedAt + (expiresAt - obtainedAt) * renewalPoint) return
  await renew().catch(() => undefined)
}

/** Sends the token; after a 401 once more, with a new one. */
export const requestWithToken = async (path: string): Promise<unknown> => {
  const send = () => request("GET", path, token.value === undefined ? {} : { token: token.value.value })
  await renewWhenDue()
  return send().catch(async (error: unknown) => {
    if (!(error instanceof Refusal) || error.status !== 401) throw error
    await renew()
    return send()
  })
}

export const logIn = async (provider: string, fields: object): Promise<void> => {
  keep(await request("POST", `/auth/login/${provider}`, { body: fields }))
  farewell.value = undefined
  await loadProfile()
}

export const logOut = async (): Promise<void> => {
  await request("POST", "/auth/logout").finally(() => forget())
}

/** Takes up the session that the browser's cookie keeps. */
export const resume = async (): Promise<void> => {
  const answer = await request("GET", "/session").catch(() => undefined)
  if (field(answer, "exists") === true) await renew().then(loadProfile).catch(() => undefined)
  isKnown.value = true
}
