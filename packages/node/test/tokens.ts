/** Tokens as App Services issues them, and forged ones. */
import { type JWTPayload, SignJWT } from "jose"
import { createHmac } from "node:crypto"

export const secret = "a signing secret of 32 bytes, or more"
export const device = "65f000000000000000000001"
export const domain = "65f000000000000000000002"
export const now = () => Math.floor(Date.now() / 1000)
/** `undefined` takes a claim away. */
type Changes = Readonly<Record<string, unknown>>

export const payload = (changes?: Changes): JWTPayload => ({
  typ: "access",
  sub: "u",
  iss: "s",
  iat: now() - 10,
  exp: now() + 1790,
  baas_device_id: device,
  baas_domain_id: domain,
  stitch_devId: device,
  stitch_domainId: domain,
  ...changes
})

type Key = Parameters<SignJWT["sign"]>[0]
export const sign = (key: Key, header: { alg: string; kid?: string; crit?: Array<string> }, more?: Changes) =>
  new SignJWT(payload(more)).setProtectedHeader(header).sign(key)
export const bySecret = (more?: Changes, key = secret) => sign(new TextEncoder().encode(key), { alg: "HS256" }, more)

export const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")
export const forge = (header: unknown, key: string, body: unknown = payload()) => {
  const content = `${encode(header)}.${encode(body)}`
  return `${content}.${createHmac("sha256", key).update(content).digest("base64url")}`
}

/** What a Promise was rejected with. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(() => "accepted", (error: unknown) => error)
