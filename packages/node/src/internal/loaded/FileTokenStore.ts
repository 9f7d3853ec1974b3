/** Tokens in the files of a directory. */
import type { PromiseTokenStore } from "@atlas-bearer/core/PromiseTokenStore"
import type { TextSeal } from "@atlas-bearer/core/TextSeal"
import { createHash } from "node:crypto"
import { mkdir, rm, stat } from "node:fs/promises"
import * as path from "node:path"
import * as fileLease from "../fileLease.ts"
import * as tokenFile from "../tokenFile.ts"
import { TokenFileUnreadable } from "../TokenFileError.ts"

/** Longer than a record takes to write, in milliseconds. Who takes longer fails, and others go on. */
const longestWrite = 10_000

export const make = (
  directory: string,
  textSeal: TextSeal | undefined,
  onWarning: (warning: TokenFileUnreadable) => void
): PromiseTokenStore => {
  const placeOf = async (key: string) => {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    tokenFile.checkMode(directory, (await stat(directory)).mode)
    return path.join(directory, createHash("sha256").update(key).digest("hex"))
  }

  const read = async (key: string, place: string) => {
    const found = await tokenFile.read(`${place}.json`, key, textSeal)
    if (found instanceof TokenFileUnreadable) onWarning(found)
    return found
  }

  /** Waits for its turn among all processes. */
  const writing = async <A>(place: string, task: (scratch: string) => Promise<A>): Promise<A> => {
    const turn = `${place}.write`
    let lease = await fileLease.acquire(turn, longestWrite)
    while (lease === undefined) {
      await fileLease.waitForEnd(turn)
      lease = await fileLease.acquire(turn, longestWrite)
    }
    try {
      return await task(lease.scratch)
    } finally {
      await lease.end()
    }
  }

  return {
    get: async (key) => {
      const found = await read(key, await placeOf(key))
      return found instanceof TokenFileUnreadable ? undefined : found
    },
    set: async (key, record, expectedGeneration) => {
      const place = await placeOf(key)
      return writing(place, async (scratch) => {
        const found = await read(key, place)
        const isUnreadable = found instanceof TokenFileUnreadable
        if (isUnreadable && found.reason === "sealed") throw found
        const generation = isUnreadable || found === undefined ? 0 : found.generation
        if (generation !== expectedGeneration || record.generation <= generation) return false
        await tokenFile.write(`${place}.json`, scratch, await tokenFile.contents(key, record, textSeal))
        return true
      })
    },
    remove: async (key) => {
      const place = await placeOf(key)
      await writing(place, () => rm(`${place}.json`, { force: true }))
    },
    withLease: async (key, ttl, run, signal) => {
      const turn = `${await placeOf(key)}.lease`
      const lease = await fileLease.acquire(turn, ttl)
      if (lease === undefined) {
        await fileLease.waitForEnd(turn, signal)
        return false
      }
      try {
        await run()
      } finally {
        await lease.end()
      }
      return true
    }
  }
}
