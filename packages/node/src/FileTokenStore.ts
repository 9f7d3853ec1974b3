/** Keeps tokens in files that only their owner can read, for all processes of one host. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import type { PromiseTokenStore } from "@atlas-bearer/core/PromiseTokenStore"
import { createHash, createSecretKey, type KeyObject } from "node:crypto"
import { mkdir, rm, stat } from "node:fs/promises"
import * as path from "node:path"
import * as fileLease from "./internal/fileLease.ts"
import * as option from "./internal/option.ts"
import * as tokenFile from "./internal/tokenFile.ts"

export { TokenFileExposed, TokenFileUnreadable } from "./internal/tokenFile.ts"

export interface Options {
  /** A directory for nothing else. It is made, for its owner alone; one that others may use is refused. */
  readonly path: string
  /** 32 bytes. Everything is sealed with it (AES-256-GCM), also the names of users and apps. */
  readonly encryptionKey?: Uint8Array | undefined
  /** Hears of a file that cannot be read and counts as absent. By default `process.emitWarning`. */
  readonly onWarning?: ((warning: tokenFile.TokenFileUnreadable) => void) | undefined
}

/** Longer than a record takes to write, in milliseconds. Who takes longer fails, and others go on. */
const longestWrite = 10_000

const secretKey = (bytes: Uint8Array): KeyObject => {
  if (bytes instanceof Uint8Array && bytes.length === 32) return createSecretKey(bytes)
  throw new InvalidOption({ option: "encryptionKey", reason: "must be a Uint8Array of 32 bytes" })
}

/**
 * Throws an `InvalidOption` that names the option. Touches no file before it is used.
 *
 * Each key has its file, named by a hash: holders do not wait for each other, a torn file is one holder's, and one rename
 * replaces all there is to replace. Methods reject with a `TokenFileExposed`, with a `TokenFileUnreadable` where `set` would
 * replace what another key opens, and else with the system's error.
 */
export const make = (options: Options): PromiseTokenStore => {
  const directory = path.resolve(option.text("path", option.object(options).path))
  const encryptionKey = options.encryptionKey === undefined ? undefined : secretKey(options.encryptionKey)
  const { onWarning = (warning) => process.emitWarning(warning) } = options

  const placeOf = async (key: string) => {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    tokenFile.checkMode(directory, (await stat(directory)).mode)
    return path.join(directory, createHash("sha256").update(key).digest("hex"))
  }

  const read = async (key: string, place: string) => {
    const found = await tokenFile.read(`${place}.json`, key, encryptionKey)
    if (found instanceof tokenFile.TokenFileUnreadable) onWarning(found)
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
      return found instanceof tokenFile.TokenFileUnreadable ? undefined : found
    },
    set: async (key, record, expectedGeneration) => {
      const place = await placeOf(key)
      return writing(place, async (scratch) => {
        const found = await read(key, place)
        const isUnreadable = found instanceof tokenFile.TokenFileUnreadable
        if (isUnreadable && found.reason === "sealed") throw found
        const generation = isUnreadable || found === undefined ? 0 : found.generation
        if (generation !== expectedGeneration || record.generation <= generation) return false
        await tokenFile.write(`${place}.json`, scratch, tokenFile.contents(key, record, encryptionKey))
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
