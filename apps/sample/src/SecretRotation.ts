/** Replaces a service account's secret as the vendor's tutorial says: a second one, clients that take both, the old one goes. */
import { DefaultSeed } from "@atlas-bearer/emulator"
import type { AccountState } from "./News.ts"

/** Calls the Atlas Administration API with the account's token. */
interface Send {
  readonly get: (path: string) => Promise<{ readonly data: unknown }>
  readonly post: (path: string, body: object) => Promise<{ readonly data: unknown }>
  readonly delete: (path: string) => Promise<unknown>
}

export interface SecretRotation {
  /** For clients: they ask when they need a token, and try the other when one is refused. */
  readonly secrets: () => string | readonly [string, string]
  readonly rotate: (send: Send) => Promise<void>
  /** What the vendor shows of the secrets that are in force. Empty before the first rotation has looked. */
  readonly known: () => AccountState["secrets"]
}

type Shown = AccountState["secrets"][number]

const { clientId } = DefaultSeed.serviceAccount
const path = `/api/atlas/v2/orgs/${DefaultSeed.organization.id}/serviceAccounts/${clientId}`

/** A year. */
const body = { secretExpiresAfterHours: 8760 }

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

const isShown = (value: unknown): value is Shown =>
  isObject(value) && "id" in value && typeof value.id === "string" && "createdAt" in value &&
  typeof value.createdAt === "string"

const isMade = (value: unknown): value is Shown & { readonly secret: string } =>
  isShown(value) && "secret" in value && typeof value.secret === "string"

const shownIn = (data: unknown): ReadonlyArray<Shown> =>
  isObject(data) && "secrets" in data && Array.isArray(data.secrets) ? data.secrets.filter(isShown) : []

const withoutSecret = ({ createdAt, id }: Shown): Shown => ({ createdAt, id })

/** Why a rotation was not begun: one is going on. */
class RotationUnderWay extends Error {
  readonly _tag = "RotationUnderWay"
  override readonly message = "The secret is being rotated already. Wait a moment."
}

export const make = (first: string): SecretRotation => {
  let secrets: string | readonly [string, string] = first
  let known: ReadonlyArray<Shown> = []
  let isRotating = false

  const run = async (send: Send) => {
    const old = shownIn((await send.get(path)).data)
    const { data: made } = await send.post(`${path}/secrets`, body)
    if (!isMade(made)) throw new Error("The reply has no secret")
    const former = typeof secrets === "string" ? secrets : secrets[0]
    secrets = [made.secret, former]
    known = [...old, made].map(withoutSecret)
    for (const { id } of old) await send.delete(`${path}/secrets/${id}`)
    secrets = made.secret
    known = [withoutSecret(made)]
  }

  return {
    secrets: () => secrets,
    known: () => known,
    rotate: async (send) => {
      if (isRotating) throw new RotationUnderWay()
      isRotating = true
      await run(send).finally(() => {
        isRotating = false
      })
    }
  }
}
