/** The emulator's state: SQLite in memory or in a file, on one connection. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import * as sqlite from "node:sqlite"
import { migrate } from "./migrate.ts"
import { migrations } from "./migrations.ts"

/** Values of the named parameters of a statement, such as `:id`. */
export type Parameters = Readonly<Record<string, sqlite.SQLInputValue>>

type Row = Schema.ConstraintDecoder<unknown>

// `DatabaseSync` is called `Database` since Node.js 26.11.
const names: {
  readonly Database?: typeof sqlite.DatabaseSync
  readonly DatabaseSync: typeof sqlite.DatabaseSync
} = sqlite
const Connection = names.Database ?? names.DatabaseSync
type Connection = sqlite.DatabaseSync

/** True within `transaction`, where statements must not wait for the transaction to end. */
const InTransaction = Context.Reference<boolean>("@atlas-bearer/emulator/Database/InTransaction", {
  defaultValue: () => false
})

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

/** A failure of SQLite and a row that does not decode are defects: our own mistakes, or a broken disk. */
export class Database extends Context.Service<Database, {
  readonly run: (sql: string, parameters?: Parameters) => Effect.Effect<{ readonly changes: number }>
  /** Adds a row, whose keys are the columns. */
  readonly insert: (table: string, row: Parameters) => Effect.Effect<void>
  /** The first row, if there is one. */
  readonly get: <S extends Row>(
    row: S,
    sql: string,
    parameters?: Parameters
  ) => Effect.Effect<Option.Option<S["Type"]>>
  readonly all: <S extends Row>(
    row: S,
    sql: string,
    parameters?: Parameters
  ) => Effect.Effect<ReadonlyArray<S["Type"]>>
  /** Keeps all the changes of the effect, or none if it fails. Statements of other fibers wait for its end. */
  readonly transaction: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}>()("@atlas-bearer/emulator/Database") {
  /** `path` is `:memory:` or a file, which is created if need be. Fails when it is no database of ours. */
  static readonly layer = ({ path }: { readonly path: string }) =>
    Layer.effect(
      Database,
      Effect.gen(function*() {
        const connection = yield* Effect.acquireRelease(
          opening(path, () => new Connection(path, { timeout: 5_000, enableForeignKeyConstraints: true })),
          (connection) => Effect.sync(() => connection.close())
        )
        yield* opening(path, () => {
          connection.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
          migrate(connection, migrations)
        })
        const statements = new Map<string, ReturnType<Connection["prepare"]>>()
        const prepared = (sql: string) => {
          const statement = statements.get(sql) ?? connection.prepare(sql)
          statements.set(sql, statement)
          return statement
        }

        const turn = Semaphore.makeUnsafe(1)
        let inTransaction = false
        // Only a transaction of another fiber is to be waited for. To look for one and to execute the statement is one step:
        // between two, a transaction may begin.
        const inTurn = <A>(statement: () => A) =>
          Effect.flatMap(
            InTransaction,
            (isInside) =>
              isInside || !inTransaction ? Effect.succeed(statement()) : turn.withPermit(Effect.sync(statement))
          )

        const run = (sql: string, parameters: Parameters = {}) =>
          inTurn(() => ({ changes: Number(prepared(sql).run(parameters).changes) }))

        const begin = Effect.sync(() => {
          connection.exec("BEGIN IMMEDIATE")
          inTransaction = true
        })
        const end = <A, E>(exit: Exit.Exit<A, E>) =>
          Effect.sync(() => {
            inTransaction = false
            connection.exec(Exit.isSuccess(exit) ? "COMMIT" : "ROLLBACK")
          })

        return Database.of({
          run,
          insert: (table, row) => {
            const columns = Object.keys(row)
            const values = columns.map((column) => `:${column}`)
            return Effect.asVoid(run(`INSERT INTO ${table} (${columns.join()}) VALUES (${values.join()})`, row))
          },
          get: (row, sql, parameters = {}) =>
            inTurn(() =>
              Option.map(Option.fromUndefinedOr(prepared(sql).get(parameters)), Schema.decodeUnknownSync(row))
            ),
          all: (row, sql, parameters = {}) =>
            inTurn(() => {
              const decode = Schema.decodeUnknownSync(row)
              return prepared(sql).all(parameters).map((found) => decode(found))
            }),
          transaction: (effect) =>
            Effect.flatMap(InTransaction, (isInside) =>
              isInside
                ? effect
                : turn.withPermit(
                  Effect.acquireUseRelease(
                    begin,
                    () => Effect.provideService(effect, InTransaction, true),
                    (_, exit) => end(exit)
                  )
                ))
        })
      })
    )
}
