/**
 * A lease among processes: a directory that holds one file, named after its owner.
 *
 * A directory that holds something is not replaced by `rename`, so of many who bring one exactly one gets its own there,
 * whole from the first instant. It ends by removing the owner's file by its name: whoever ends a lease that is over, its
 * slow owner included, cannot hit the next one.
 */
import { randomUUID } from "node:crypto"
import { mkdir, readdir, readFile, rename, rm, rmdir, stat, unlink, writeFile } from "node:fs/promises"
import * as path from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { ignoring } from "./ignoring.ts"

/**
 * How far the wall clocks of processes on one directory may be apart, in milliseconds. More ends a lease too early, which
 * the generation of a record makes up for.
 */
const skew = 1000

const [firstPause, longestPause] = [5, 50]

/** Windows says EPERM of a directory that is there. */
const isTaken = new Set(["ENOTEMPTY", "EEXIST", ...(process.platform === "win32" ? ["EPERM"] : [])])

export interface Lease {
  /** What the owner leaves behind when it is killed, if it writes there: whoever finds its lease over removes it. */
  readonly scratch: string
  readonly end: () => Promise<void>
}

const scratchOf = (place: string, owner: string) => `${place}.${owner}.tmp`

const end = async (place: string, owner: string) => {
  await ignoring(["ENOENT"], unlink(path.join(place, owner)))
  await ignoring(["ENOENT", ...isTaken], rmdir(place))
}

/** Nothing if somebody has it. `ttl` is in milliseconds. */
export const acquire = async (place: string, ttl: number): Promise<Lease | undefined> => {
  const owner = randomUUID()
  const scratch = scratchOf(place, owner)
  await mkdir(scratch, { mode: 0o700 })
  try {
    await writeFile(path.join(scratch, owner), String(ttl), { mode: 0o600 })
    // An owner who was killed while it ended its lease left the directory empty; not everywhere does `rename` replace it.
    await ignoring(["ENOENT", ...isTaken], rmdir(place))
    const isOurs = await ignoring([...isTaken], rename(scratch, place).then(() => true))
    return isOurs === true ? { scratch, end: () => end(place, owner) } : undefined
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Who has it, and when, in milliseconds of the wall clock, it is over. */
const holderOf = async (place: string) => {
  const owner = (await ignoring(["ENOENT"], readdir(place)))?.[0]
  if (owner === undefined) return undefined
  const file = path.join(place, owner)
  const found = await ignoring(["ENOENT"], Promise.all([stat(file), readFile(file, "utf8")]))
  if (found === undefined) return undefined
  const [{ mtimeMs }, text] = found
  // A file that is no owner's is over at once.
  const ttl = Number.isFinite(Number(text)) ? Number(text) : 0
  return { owner, ttl, until: mtimeMs + ttl + skew }
}

/**
 * Waits until whoever has it now has it no more. A lease is over by the wall clock, or when it was seen for its whole time
 * by the monotonic one: a wall clock that was set back keeps nobody waiting.
 */
export const waitForEnd = async (place: string, signal?: AbortSignal): Promise<void> => {
  const began = performance.now()
  const first = await holderOf(place)
  let holder = first
  for (let pause = firstPause; holder !== undefined && holder.owner === first?.owner; pause *= 2) {
    if (Date.now() >= holder.until || performance.now() - began >= holder.ttl + longestPause) {
      await end(place, holder.owner)
      await rm(scratchOf(place, holder.owner), { recursive: true, force: true })
      return
    }
    await sleep(Math.min(pause, longestPause), undefined, signal && { signal })
    holder = await holderOf(place)
  }
}
