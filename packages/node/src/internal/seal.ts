/** AES-256-GCM over a text, bound to the key under which it is stored: a sealed text moved elsewhere does not open. */
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto"

const algorithm = "aes-256-gcm"
const [nonceLength, tagLength] = [12, 16]

/** Base64 of nonce, tag and ciphertext. */
export const seal = (key: KeyObject, boundTo: string, text: string): string => {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(boundTo))
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64")
}

/** Nothing when it was sealed with another key, for another place, or changed since. */
export const unseal = (key: KeyObject, boundTo: string, sealed: string): string | undefined => {
  const bytes = Buffer.from(sealed, "base64")
  const nonce = bytes.subarray(0, nonceLength)
  const tag = bytes.subarray(nonceLength, nonceLength + tagLength)
  if (tag.length < tagLength) return undefined
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagLength })
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(tag)
  const opened = decipher.update(bytes.subarray(nonceLength + tagLength))
  try {
    return Buffer.concat([opened, decipher.final()]).toString("utf8")
  } catch {
    return undefined
  }
}
