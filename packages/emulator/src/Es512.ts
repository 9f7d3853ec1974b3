/** JSON Web Tokens signed with ES512 (RFC 7518 section 3.4), by a key pair of this process. */
import type * as Redacted from "effect/Redacted"
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto"
import * as Jwt from "./Jwt.ts"

/** Signs with a private key that nobody else has. */
export interface Signer {
  readonly publicKey: KeyObject
  readonly sign: (claims: Readonly<Record<string, unknown>>) => Redacted.Redacted
}

/** With a new key pair, on the curve P-521. */
export const make = (): Signer => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-521" })
  const signature = (content: string) =>
    sign("sha512", Buffer.from(content), { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url")
  return { publicKey, sign: (claims) => Jwt.signWith({ alg: "ES512", typ: "JWT" }, claims, signature) }
}
