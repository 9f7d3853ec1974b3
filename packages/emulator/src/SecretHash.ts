/**
 * How keys and tokens rest in the database: as SHA-256. They are long and random, so that a fast hash is enough;
 * passwords are not (`PasswordHash.ts`).
 */
import * as Redacted from "effect/Redacted"
import { hash, timingSafeEqual } from "node:crypto"

/** In hexadecimal. */
export const make = (secret: Redacted.Redacted): string => hash("sha256", Redacted.value(secret))

const decoy = hash("sha256", "no such secret")

/** Takes the same time for a wrong secret as for a holder that does not exist, whose hash is `undefined`. */
export const matches = (secret: Redacted.Redacted, expected: string | undefined): boolean => {
  const isEqual = timingSafeEqual(Buffer.from(make(secret)), Buffer.from(expected ?? decoy))
  return isEqual && expected !== undefined
}
