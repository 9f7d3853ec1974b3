/** Twenty refusals, and what a client has to make of each. */

const year = 365 * 24 * 3600

/** What the server says to a request that it receives at `now`, in milliseconds by the clock of this machine. */
interface Refusal {
  readonly status: 429 | 503
  readonly fields: Readonly<Record<string, string>>
  /** The instant before which it wants nothing more, by the clock of this machine. */
  readonly opens: number
}

export type Demand =
  /** Sends again once the instant has come, and not much later. */
  | "waits"
  /** The same, and a second caller, who comes while the first one waits, sends nothing before the instant either. */
  | "holdsEverybodyBack"
  /** Sends again, but not at once. */
  | "backsOff"
  /** The instant is too far off: fails at once, and so does a second caller, who sends nothing. */
  | "failsAtOnce"
  /** Fails, since the server may have done what was asked. */
  | "isNotResent"

export interface Case {
  readonly name: string
  readonly method: "get" | "post"
  readonly demand: Demand
  readonly refusal: (now: number) => Refusal
}

/** A value of `Retry-After` that means `seconds` from receipt. */
const seconds = (value: string, seconds: number, status: 429 | 503 = 429) => (now: number): Refusal => ({
  status,
  fields: { "retry-after": value },
  opens: now + seconds * 1000
})

/** A server whose clock is `skew` seconds ahead, and names an instant 2 s from its `Date`. */
const date = (format: (instant: Date) => string, skew: number) => (now: number): Refusal => {
  const theirs = Math.floor(now / 1000) + skew
  return {
    status: 429,
    fields: { "retry-after": format(new Date((theirs + 2) * 1000)), date: new Date(theirs * 1000).toUTCString() },
    opens: (theirs + 2 - skew) * 1000
  }
}

const parts = (instant: Date) => /^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(instant.toUTCString()) ?? []

const rfc850 = (instant: Date) => {
  const weekday = instant.toLocaleDateString("en-US", { weekday: "long", timeZone: "UTC" })
  const [, , day, month, year, time] = parts(instant)
  return `${weekday}, ${day}-${month}-${year?.slice(2)} ${time} GMT`
}

const asctime = (instant: Date) => {
  const [, weekday, day, month, year, time] = parts(instant)
  return `${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`
}

const get = { method: "get" } as const
const post = { method: "post" } as const

/** By path segment. The segments are words: a client may take digits for an id and treat several paths as one resource. */
export const cases: Readonly<Record<string, Case>> = {
  "seconds": { ...get, name: "`2`", demand: "waits", refusal: seconds("2", 2) },
  "fraction": { ...get, name: "`1.5`", demand: "waits", refusal: seconds("1.5", 2) },
  "imf-fixdate": {
    ...get,
    name: "IMF-fixdate (clock +1 h)",
    demand: "waits",
    refusal: date((instant) => instant.toUTCString(), 3600)
  },
  "rfc-date": { ...get, name: "RFC 850 date (clock -1 h)", demand: "waits", refusal: date(rfc850, -3600) },
  "asctime-date": { ...get, name: "asctime date (clock +1 h)", demand: "waits", refusal: date(asctime, 3600) },
  "milliseconds": {
    ...get,
    name: "`retry-after-ms`",
    demand: "waits",
    refusal: (now) => ({ status: 429, fields: { "retry-after-ms": "1500" }, opens: now + 1500 })
  },
  "zero": { ...get, name: "`0`", demand: "backsOff", refusal: seconds("0", 0) },
  "past-date": {
    ...get,
    name: "a past date",
    demand: "backsOff",
    refusal: seconds("Sun, 06 Nov 1994 08:49:37 GMT", 0)
  },
  "negative": { ...get, name: "`-5`", demand: "backsOff", refusal: seconds("-5", 0) },
  "word": { ...get, name: "`abc`", demand: "backsOff", refusal: seconds("abc", 0) },
  "absent": {
    ...get,
    name: "absent",
    demand: "backsOff",
    refusal: (now) => ({ status: 429, fields: {}, opens: now })
  },
  "hour": { ...get, name: "`3600`", demand: "failsAtOnce", refusal: seconds("3600", 3600) },
  "month": { ...get, name: "`2592000`", demand: "failsAtOnce", refusal: seconds("2592000", year / 12) },
  "centuries": { ...get, name: "`9999999999`", demand: "failsAtOnce", refusal: seconds("9999999999", 317 * year) },
  "everybody": { ...get, name: "`1` for two callers", demand: "holdsEverybodyBack", refusal: seconds("1", 1) },
  "post": { ...post, name: "`1` to POST", demand: "waits", refusal: seconds("1", 1) },
  "unavailable": { ...get, name: "503 `1`", demand: "waits", refusal: seconds("1", 1, 503) },
  "unavailable-post": { ...post, name: "503 `1` to POST", demand: "isNotResent", refusal: seconds("1", 1, 503) },
  "unavailable-everybody": {
    ...get,
    name: "503 `1` for two callers",
    demand: "holdsEverybodyBack",
    refusal: seconds("1", 1, 503)
  },
  "unavailable-hour": { ...get, name: "503 `3600`", demand: "failsAtOnce", refusal: seconds("3600", 3600, 503) }
}

/** How often a case is answered before its path answers 200. Random back-off may be short once, not twice. */
export const refusalsOf = (demand: Demand) => demand === "backsOff" ? 2 : 1
