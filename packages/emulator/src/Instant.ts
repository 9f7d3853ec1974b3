/** A time that the emulator can have: every part of it can write the years from 1970 to 9998. */
import * as Schema from "effect/Schema"

const latest = Date.UTC(9999, 0) - 1

/** In milliseconds since 1970. */
export const Instant = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: latest }))

/** How far a clock may be from another one, in milliseconds. */
export const Skew = Schema.Finite.check(Schema.isBetween({ minimum: -latest, maximum: latest }))

/** The nearest one, in whole milliseconds. */
export const nearest = (millis: number): number => Math.round(Math.min(Math.max(millis, 0), latest))
