/** Exported Realm apps, on disk and served. */
import { Effect } from "effect"
import { mkdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import * as Emulator from "../src/Emulator.ts"
import type { Options } from "../src/Options.ts"
import { temporaryFile } from "./temporaryFile.ts"

/** Their contents by their paths; what is no text is JSON. */
export type Files = Readonly<Record<string, unknown>>

/** A directory with these files, by their paths. */
export const written = (files: Files) =>
  Effect.flatMap(temporaryFile, (path) =>
    Effect.promise(async () => {
      const directory = dirname(path)
      for (const [name, content] of Object.entries(files)) {
        await mkdir(dirname(join(directory, name)), { recursive: true })
        await writeFile(join(directory, name), typeof content === "string" ? content : JSON.stringify(content))
      }
      return directory
    }))

/** An emulator that serves them. */
export const started = (files: Files, options: Options = {}) =>
  Effect.flatMap(written(files), (directory) =>
    Effect.acquireRelease(
      Effect.promise(() => Emulator.start({ ...options, import: directory })),
      (emulator) => Effect.promise(() => emulator[Symbol.asyncDispose]())
    ))

/** A request of the app `library-vwxyz`. */
export const post = async (url: string, path: string, body: unknown, token?: string) => {
  const response = await fetch(`${url}/api/client/v2.0/app/library-vwxyz/${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` })
    },
    body: JSON.stringify(body)
  })
  const text = await response.text()
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) }
}
