/** The emulator's state: SQLite in memory or in a file, on one connection. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import type { SQLInputValue } from "node:sqlite"
import * as Connection from "./database/Connection.ts"
import * as Memories from "./database/Memories.ts"

/** Values of the named parameters of a statement, such as `:id`. */
export type Parameters = Readonly<Record<string, SQLInputValue>>

type Row = Schema.ConstraintDecoder<unknown>

/** True within `transaction`, where statements must not wait for the transaction to end. */
const InTransaction = Context.Reference<boolean>("@atlas-bearer/emulator/Database/InTransaction", {
  defaultValue: () => false
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
  /** The same as `all`, for rows that change seldom: found once, they are known until a statement may have changed them. */
  readonly remember: <S extends Row>(
    row: S,
    sql: string
  ) => (parameters: Readonly<Record<string, string>>) => Effect.Effect<ReadonlyArray<S["Type"]>>
  /** Keeps all the changes of the effect, or none if it fails. Statements of other fibers wait for its end. */
  readonly transaction: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}>()("@atlas-bearer/emulator/Database") {
  /** `path` is `:memory:` or a file, which is created if need be. Fails when it is no database of ours. */
  static readonly layer = ({ path }: { readonly path: string }) =>
    Layer.effect(
      Database,
      Effect.gen(function*() {
        const connection = yield* Connection.open(path)
        const memories = Memories.make(connection)
        const prepare = (sql: string) => ({ statement: connection.prepare(sql), changes: memories.changedBy(sql) })
        const statements = new Map<string, ReturnType<typeof prepare>>()
        /** To be executed at once. */
        const prepared = (sql: string) => {
          const found = statements.get(sql) ?? prepare(sql)
          statements.set(sql, found)
          memories.forget(found.changes)
          return found.statement
        }

        const turn = Semaphore.makeUnsafe(1)
        let inTransaction = false
        // Only a transaction of another fiber is to be waited for. To look for one and to execute the statement is one step:
        // between two, a transaction may begin.
        const inTurn = <A>(statement: () => A) =>
          Effect.suspend(() =>
            inTransaction
              ? Effect.flatMap(
                InTransaction,
                (isInside) => isInside ? Effect.succeed(statement()) : turn.withPermit(Effect.sync(statement))
              )
              : Effect.succeed(statement())
          )

        const run = (sql: string, parameters: Parameters = {}) =>
          inTurn(() => ({ changes: Number(prepared(sql).run(parameters).changes) }))

        const find = <S extends Row>(row: S, sql: string, parameters: Parameters) => {
          const decode = Schema.decodeUnknownSync(row)
          return prepared(sql).all(parameters).map((found) => decode(found))
        }

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
          all: (row, sql, parameters = {}) => inTurn(() => find(row, sql, parameters)),
          remember: <S extends Row>(row: S, sql: string) => {
            const memory = memories.make<ReadonlyArray<S["Type"]>>(sql)
            return (parameters) =>
              inTurn(() => {
                const key = JSON.stringify(parameters)
                const known = memory.get(key)
                if (known !== undefined) return known
                const found = find(row, sql, parameters)
                // What a transaction wrote may be taken back.
                if (!inTransaction) memory.set(key, found)
                return found
              })
          },
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
