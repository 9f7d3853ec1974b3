/** What other processes told of limits, read from the stream in Redis and kept for a while. */
import type { Heard, Told } from "@atlas-bearer/core/SharedThrottle"
import type { Connection } from "./Connection.ts"
import * as scripts from "./throttleScripts.ts"

type More = Pick<Told, "bucket" | "limit">

interface Known extends More {
  readonly id: string
  /** By `performance.now()`. */
  readonly until: number
  readonly forgetAt: number
}

export interface ToldLimits {
  /** Says whether there was something new, of others. */
  readonly read: () => Promise<boolean>
  /** Nobody told anything that matters. */
  readonly isEmpty: () => boolean
  readonly heard: (of: string) => Heard | undefined
  readonly tell: (of: string, told: Told) => Promise<void>
}

/** Milliseconds that a limit matters, from when it was told or when the wait is over. */
const memory = 3_600_000

const most = 1_000

const isEntry = (entry: unknown): entry is [id: string, fields: ReadonlyArray<unknown>] =>
  Array.isArray(entry) && typeof entry[0] === "string" && Array.isArray(entry[1])

const isCount = (value: unknown): value is number => typeof value === "number" && value > 0 && value < Infinity

/** Nothing of it when it is not ours. */
const moreOf = (text: string): More => {
  try {
    const { bucket, limit }: Record<string, unknown> = JSON.parse(text)
    const { capacity, count, every, refill, window }: Record<string, unknown> = Object(limit)
    return {
      bucket: typeof bucket === "string" ? bucket : undefined,
      limit: isCount(count) && isCount(window)
        ? { count, window }
        : isCount(capacity) && isCount(refill) && isCount(every)
        ? { capacity, refill, every }
        : undefined
    }
  } catch {
    return {}
  }
}

/** `self` is who tells: what comes from there is known. */
export const make = ({ run }: Connection, key: string, self: string): ToldLimits => {
  const known = new Map<string, Known>()
  let last = ""

  const learn = (id: string, fields: ReadonlyArray<unknown>, redisNow: number) => {
    const [, of = "", , wait, , more = "", , by] = fields.map(String)
    const now = performance.now()
    const until = now + Number(id.split("-")[0]) + Math.max(0, Number(wait) || 0) - redisNow
    if (by === self || until + memory <= now) return false
    const before = known.get(of)
    // The one told last stands last.
    known.delete(of)
    known.set(of, {
      ...before,
      ...moreOf(more),
      id,
      until: Math.max(until, before?.until ?? 0),
      forgetAt: until + memory
    })
    return true
  }

  const forget = () => {
    const now = performance.now()
    for (const [of, { forgetAt }] of known) if (forgetAt <= now) known.delete(of)
  }

  const read = async (): Promise<boolean> => {
    const from = last === "" ? "-" : `(${last}`
    const answer = await run({ script: scripts.hear, key, arguments: [from, String(most)] })
    const [now, entries]: ReadonlyArray<unknown> = Array.isArray(answer) ? answer : []
    const list = Array.isArray(entries) ? entries.filter(isEntry) : []
    let isNew = false
    for (const [id, fields] of list) {
      isNew = learn(id, fields, Number(now)) || isNew
      last = id
    }
    if (list.length === most) return await read() || isNew
    forget()
    return isNew
  }

  return {
    read,
    isEmpty: () => known.size === 0,
    heard: (of) => {
      const found = known.get(of)
      return found && { id: found.id, wait: found.until - performance.now(), limit: found.limit, bucket: found.bucket }
    },
    tell: async (of, { bucket, limit, wait }) => {
      const milliseconds = String(Math.ceil(Math.min(wait, Number.MAX_SAFE_INTEGER)))
      const life = String(Math.ceil(Math.min(wait, 30 * 24 * memory)) + memory)
      const more = JSON.stringify({ bucket, limit })
      await run({ script: scripts.tell, key, arguments: [of, milliseconds, more, self, life] })
    }
  }
}
