/** Brings a database up to date, with what is in it: all steps that it lacks, or none. */
import type { DatabaseSync } from "node:sqlite"

/** Throws if a later version wrote it. */
export const migrate = (connection: DatabaseSync, steps: ReadonlyArray<string>): void => {
  connection.exec("BEGIN IMMEDIATE")
  const version = Number(connection.prepare("PRAGMA user_version").get()?.["user_version"])
  if (version > steps.length) throw new Error("a later version of the emulator wrote it")
  for (const step of steps.slice(version)) connection.exec(step)
  connection.exec(`PRAGMA user_version = ${steps.length}; COMMIT`)
}
