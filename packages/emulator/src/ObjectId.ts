/** MongoDB's ids: 24 hexadecimal digits. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { hash, randomFillSync } from "node:crypto"

// Random bytes for 512 ids at a time: asking for a few takes as long as asking for many.
const pool = Buffer.alloc(4096)
let used = pool.length

const digits = (bytes: number) => {
  if (used + bytes > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += bytes
  return pool.toString("hex", used - bytes, used)
}

/** 24 hexadecimal digits, in whatever case. */
export const is = (value: unknown): value is string => typeof value === "string" && /^[0-9a-f]{24}$/i.test(value)

/** A new id: the seconds since 1970 in 8 digits, then random ones. */
export const make: Effect.Effect<string> = Effect.map(Clock.currentTimeMillis, (now) => {
  const seconds = Math.floor(now / 1000) % 2 ** 32
  return seconds.toString(16).padStart(8, "0") + digits(8)
})

/** The same id for the same text, for things that are never stored. */
export const fromText = (text: string): string => hash("sha256", text).slice(0, 24)
