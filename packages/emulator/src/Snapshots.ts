/** All that the emulator knows at one moment, to come back to. The journal and the faults are not part of it. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Database } from "./Database.ts"
import { Mailbox, type Message } from "./Mailbox.ts"
import { type Saved, VirtualClock } from "./VirtualClock.ts"

const Table = Schema.Struct({ name: Schema.String })
const Row = Schema.Record(Schema.String, Schema.Union([Schema.String, Schema.Number, Schema.Null]))

interface Snapshot {
  readonly tables: ReadonlyArray<{ readonly name: string; readonly rows: ReadonlyArray<typeof Row.Type> }>
  readonly messages: ReadonlyArray<Message>
  readonly clocks: Saved
}

const tableNames = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^'`

export class Snapshots extends Context.Service<Snapshots, {
  readonly take: Effect.Effect<string>
  /** Brings users, sessions, documents, e-mails and the time back. False when there is no such snapshot. */
  readonly restore: (id: string) => Effect.Effect<boolean>
  readonly discard: (id: string) => Effect.Effect<boolean>
  /** Empties the database. Administrators and service accounts keep the secrets that sign their tokens. */
  readonly wipe: Effect.Effect<void>
}>()("@atlas-bearer/emulator/Snapshots") {
  static readonly layer = Layer.effect(
    Snapshots,
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      const database = yield* Database
      const mailbox = yield* Mailbox
      const snapshots = new Map<string, Snapshot>()
      let count = 0

      const names = yield* Effect.map(database.all(Table, tableNames), (tables) => tables.map(({ name }) => name))
      // The tables refer to one another: that they fit is checked at the end of the transaction.
      const anyOrder = database.run("PRAGMA defer_foreign_keys = ON")

      const restore = Effect.fnUntraced(function*({ clocks, messages, tables }: Snapshot) {
        yield* Effect.gen(function*() {
          yield* anyOrder
          for (const { name } of tables) yield* database.run(`DELETE FROM ${name}`)
          for (const { name, rows } of tables) {
            yield* Effect.forEach(rows, (row) => database.insert(name, row), { discard: true })
          }
        }).pipe(database.transaction)
        yield* mailbox.clear
        yield* Effect.forEach(messages, mailbox.deliver, { discard: true })
        yield* clock.load(clocks)
      })

      return Snapshots.of({
        take: Effect.gen(function*() {
          const tables = yield* Effect.forEach(
            names,
            (name) => Effect.map(database.all(Row, `SELECT * FROM ${name}`), (rows) => ({ name, rows }))
          )
          count++
          const id = `snapshot-${count}`
          snapshots.set(id, { tables, messages: yield* mailbox.messages(), clocks: yield* clock.save })
          return id
        }).pipe(database.transaction),
        restore: (id) =>
          Option.match(Option.fromUndefinedOr(snapshots.get(id)), {
            onNone: () => Effect.succeed(false),
            onSome: (snapshot) => Effect.as(restore(snapshot), true)
          }),
        discard: (id) => Effect.sync(() => snapshots.delete(id)),
        wipe: Effect.gen(function*() {
          yield* anyOrder
          for (const name of names) {
            yield* database.run(`DELETE FROM ${name}${name === "domains" ? " WHERE kind = 'app'" : ""}`)
          }
        }).pipe(database.transaction)
      })
    })
  )
}
