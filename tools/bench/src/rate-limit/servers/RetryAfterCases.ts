/** Refuses the first request for each case as the case says, answers later ones with 200, and keeps the times of all. */
import { cases, refusalsOf } from "../Cases.ts"
import type { Server } from "./Server.ts"

/** Milliseconds by the clock of this machine. */
export interface Record {
  readonly arrivals: Array<number>
  /** The instant that the first refusal named. */
  opens: number
}

/** By path segment. */
export type Records = { readonly [segment: string]: Record }

// Finer than Date.now(), which counts whole milliseconds.
const now = () => performance.timeOrigin + performance.now()

export const make = (): Server<Records> => {
  const records: { [segment: string]: Record } = {}
  return {
    seen: () => records,
    reply: ({ path }) => {
      const segment = path.replace(/^\//, "")
      const expected = cases[segment]
      if (expected === undefined) return { status: 404 }
      const arrival = now()
      const refusal = expected.refusal(arrival)
      const record = records[segment] ??= { arrivals: [], opens: refusal.opens }
      record.arrivals.push(arrival)
      return record.arrivals.length > refusalsOf(expected.demand)
        ? { status: 200 }
        : { status: refusal.status, fields: refusal.fields, content: { error: "refused" } }
    }
  }
}
