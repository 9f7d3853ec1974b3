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
export const matching = (secret: Redacted.Redacted): (expected: string | undefined) => boolean => {
  const actual = Buffer.from(make(secret))
  return (expected) => timingSafeEqual(actual, Buffer.from(expected ?? decoy)) && expected !== undefined
}

/** `matching`, for one hash. */
export const matches = (secret: Redacted.Redacted, expected: string | undefined): boolean => matching(secret)(expected)
