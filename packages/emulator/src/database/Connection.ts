/** A connection to the emulator's database in SQLite, brought up to date. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as Effect from "effect/Effect"
import { closeSync, openSync } from "node:fs"
import * as sqlite from "node:sqlite"
import { migrate } from "../migrate.ts"
import { migrations } from "../migrations.ts"

// `DatabaseSync` is called `Database` since Node.js 26.11.
const names: {
  readonly Database?: typeof sqlite.DatabaseSync
  readonly DatabaseSync: typeof sqlite.DatabaseSync
} = sqlite
const Connection = names.Database ?? names.DatabaseSync
export type Connection = sqlite.DatabaseSync

/** What fails while the file is opened is a wrong option. */
const opening = <A>(path: string, step: () => A) =>
  Effect.try({
    try: step,
    catch: (cause) =>
      new InvalidOption({
        option: "store",
        reason: `cannot be ${path}: ${cause instanceof Error ? cause.message : "it does not open"}`
      })
  })

/** SQLite would let everybody read a new file; it gives what it puts beside it the same mode. */
const touch = (path: string) => {
  if (path !== ":memory:" && !path.startsWith("file:")) closeSync(openSync(path, "a", 0o600))
}

/** Another program's tables, and none of ours. */
const isForeign = (connection: Connection) => {
  const tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  return tables.length > 0 && !tables.some(({ name }) => name === "serviceAccounts")
}

/** `path` is `:memory:` or a file, which is created if need be, for its user alone. Fails when it is no database of ours. */
export const open = Effect.fnUntraced(function*(path: string) {
  const connection = yield* Effect.acquireRelease(
    opening(path, () => {
      touch(path)
      return new Connection(path, { timeout: 5_000, enableForeignKeyConstraints: true })
    }),
    (connection) => Effect.sync(() => connection.close())
  )
  yield* opening(path, () => {
    if (isForeign(connection)) throw new Error("another program keeps its data there")
    connection.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
    migrate(connection, migrations)
  })
  return connection
})
