/** Stores in folders of their own, and what is in those. */
import * as TokenKey from "@atlas-bearer/core/TokenKey"
import { FileTokenStore } from "@atlas-bearer/node"
import { assert } from "@effect/vitest"
import { mkdtempDisposable, readdir } from "node:fs/promises"
import { tmpdir } from "node:os"
import * as path from "node:path"

export const key = TokenKey.serviceAccount("https://a.test", "mdb_sa_id_1")
export const record = { generation: 1, accessToken: "hunter2" }
export const encryptionKey = new Uint8Array(32).fill(7)

export const temporary = () => mkdtempDisposable(path.join(tmpdir(), "atlas-bearer-"))

export const storeIn = (directory: string, options?: Partial<FileTokenStore.Options>) => {
  const warnings: Array<FileTokenStore.TokenFileUnreadable> = []
  const store = FileTokenStore.make({ path: directory, onWarning: (warning) => warnings.push(warning), ...options })
  return { store, warnings, reasons: () => warnings.map(({ reason }) => reason) }
}

/** The one file that has a record. */
export const fileIn = async (directory: string) => {
  const [name = "", ...others] = (await readdir(directory)).filter((name) => name.endsWith(".json"))
  assert.deepStrictEqual(others, [])
  return path.join(directory, name)
}

export const rejection = (promise: Promise<unknown>) =>
  promise.then((value) => assert.fail(`accepted with ${String(value)}`), (error: unknown) => error)
