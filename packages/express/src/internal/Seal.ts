/** Texts that nobody can read or change but who has a key: JWE, `dir` with A256GCM (RFC 7516, RFC 7518). */
import { EncryptJWT, jwtDecrypt, type JWTPayload } from "jose"
import { createHash, hkdfSync } from "node:crypto"
import * as option from "./option.ts"

export type Secret = string | Uint8Array

export interface Seal {
  readonly seal: (content: JWTPayload, seconds: number) => Promise<string>
  /** `undefined` for what is not ours, was changed, is past its time, or whose key is gone. */
  readonly open: (text: string) => Promise<JWTPayload | undefined>
}

/** 32 bytes of which each secret and each purpose has its own (RFC 5869), with a name that does not tell them. */
const derive = (secret: Secret, purpose: string) => {
  const bytes = new Uint8Array(hkdfSync("sha256", secret, "", `@atlas-bearer/express ${purpose}`, 32))
  return { bytes, id: createHash("sha256").update("key id").update(bytes).digest("base64url").slice(0, 11) }
}

const isSecret = (secret: unknown): secret is Secret =>
  (typeof secret === "string" || secret instanceof Uint8Array) && Buffer.byteLength(secret) >= 32

/** The first secret seals; all open. `name` is the option's. */
export const make = (name: string, secret: Secret | ReadonlyArray<Secret>, purpose: string): Seal => {
  const secrets = typeof secret === "string" || secret instanceof Uint8Array ? [secret] : secret
  const areSecrets = Array.isArray(secrets) && secrets.length > 0 && secrets.every(isSecret)
  option.check(name, areSecrets, "must be a secret of 32 bytes or more, or a list of these, the newest first")
  const keys = secrets.map((one) => derive(one, purpose))
  const byId = new Map(keys.map(({ bytes, id }) => [id, bytes]))
  const [newest] = keys
  return {
    seal: (content, seconds) =>
      new EncryptJWT(content)
        .setProtectedHeader({ alg: "dir", enc: "A256GCM", kid: newest?.id ?? "" })
        .setIssuedAt()
        .setExpirationTime(`${seconds} seconds`)
        .encrypt(newest?.bytes ?? new Uint8Array()),
    open: async (text) => {
      try {
        const { payload } = await jwtDecrypt(text, ({ kid }) => byId.get(kid ?? "") ?? new Uint8Array(), {
          keyManagementAlgorithms: ["dir"],
          contentEncryptionAlgorithms: ["A256GCM"],
          requiredClaims: ["exp"]
        })
        return payload
      } catch {
        return undefined
      }
    }
  }
}
