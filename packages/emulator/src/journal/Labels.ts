/**
 * Names for secrets, such as `access-1`: the same secret has the same name as long as it is remembered. Only a keyed hash of
 * it is kept, and the key dies with the process.
 */
import { hash, randomBytes } from "node:crypto"

export interface Labels {
  /** The name of a secret, which gets one at its first sight. */
  readonly of: (kind: string, secret: string) => string
  /** The name of a text that is a secret, if it is one that was seen. */
  readonly known: (text: string) => string | undefined
  readonly clear: () => void
}

// A load test shows a secret or two with each request; old ones are forgotten.
const capacity = 20_000

export const make = (): Labels => {
  const key = randomBytes(32).toString("hex")
  const labels = new Map<string, string>()
  const counts = new Map<string, number>()
  // Most texts are of no secret's length: they need no hash.
  const lengths = new Set<number>()
  // Three times as fast as an HMAC. Nobody sees a hash, so that nobody can extend one.
  const hashed = (secret: string) => hash("sha256", `${key}${secret}`, "base64")

  return {
    of: (kind, secret) => {
      const name = hashed(secret)
      const seen = labels.get(name)
      if (seen !== undefined) return seen
      const count = (counts.get(kind) ?? 0) + 1
      const label = `${kind}-${count}`
      counts.set(kind, count)
      labels.set(name, label)
      lengths.add(secret.length)
      const [oldest] = labels.keys()
      if (labels.size > capacity && oldest !== undefined) labels.delete(oldest)
      return label
    },
    known: (text) => lengths.has(text.length) ? labels.get(hashed(text)) : undefined,
    clear: () => {
      labels.clear()
      counts.clear()
      lengths.clear()
    }
  }
}
