/** One file with one record: plain JSON, or sealed with the caller's key. */
import type { TextSeal } from "@atlas-bearer/core/TextSeal"
import { TokenRecord } from "@atlas-bearer/core/TokenRecord"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { open, rename, rm } from "node:fs/promises"
import { ignoring } from "./ignoring.ts"
import { TokenFileExposed, TokenFileUnreadable } from "./TokenFileError.ts"

// The key is in the file, so that one which was copied to another place is known as foreign.
const decodePlain = Schema.decodeUnknownOption(
  Schema.fromJsonString(Schema.Struct({ key: Schema.String, record: TokenRecord }))
)
const decodeSealed = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Struct({ sealed: Schema.String })))
const encodeRecord = Schema.encodeSync(TokenRecord)

/** Nothing where the system has no such modes. */
export const checkMode = (path: string, mode: number): void => {
  if (process.platform === "win32" || (mode & 0o077) === 0) return
  throw new TokenFileExposed({ path, mode: (mode & 0o777).toString(8).padStart(4, "0") })
}

const parse = async (path: string, key: string, text: string, textSeal: TextSeal | undefined) => {
  const sealed = Option.getOrUndefined(decodeSealed(text))?.sealed
  const plain = sealed === undefined ? text : await textSeal?.unseal(key, sealed)
  if (plain === undefined) return new TokenFileUnreadable({ path, reason: "sealed" })
  const found = Option.getOrUndefined(decodePlain(plain))
  if (found?.key !== key) return new TokenFileUnreadable({ path, reason: "damaged" })
  if (sealed === undefined && textSeal) return new TokenFileUnreadable({ path, reason: "notSealed" })
  return encodeRecord(found.record)
}

/** The record of `key`, nothing, or why it is unreadable. */
export const read = async (path: string, key: string, textSeal: TextSeal | undefined) => {
  const file = await ignoring(["ENOENT"], open(path))
  if (file === undefined) return undefined
  try {
    checkMode(path, (await file.stat()).mode)
    return await parse(path, key, await file.readFile("utf8"), textSeal)
  } finally {
    await file.close()
  }
}

/** In one step, also for whoever reads meanwhile or after a crash. `scratch` is on the same file system. */
export const write = async (path: string, scratch: string, text: string): Promise<void> => {
  const file = await open(scratch, "wx", 0o600)
  try {
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(scratch, path)
  } catch (error) {
    // A part of a record has tokens too, and a full disk has no room for it.
    await rm(scratch, { force: true })
    throw error
  }
}

export const contents = async (key: string, record: unknown, textSeal: TextSeal | undefined): Promise<string> => {
  const text = JSON.stringify({ key, record })
  return textSeal === undefined ? text : JSON.stringify({ sealed: await textSeal.seal(key, text) })
}
