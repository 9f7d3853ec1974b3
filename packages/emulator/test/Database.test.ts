import { Database } from "@atlas-bearer/emulator/Database"
import { migrations } from "@atlas-bearer/emulator/migrations"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Option, References, Schema } from "effect"
import { readFileSync, statSync, writeFileSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { temporaryFile } from "./temporaryFile.ts"

const Account = Schema.Struct({ clientId: Schema.String })
const add = (clientId: string) => Database.use((database) => database.insert("serviceAccounts", { clientId }))
const accounts = Database.use((database) =>
  Effect.map(
    database.all(Account, "SELECT * FROM serviceAccounts ORDER BY clientId"),
    (rows) => rows.map(({ clientId }) => clientId)
  )
)
const inMemory = Effect.provide(Database.layer({ path: ":memory:" }))

describe("Database", () => {
  it.effect("answers rows as their schema says", () =>
    Effect.gen(function*() {
      const database = yield* Database
      yield* add("a")
      const select = "SELECT * FROM serviceAccounts WHERE clientId = :clientId"
      assert.deepStrictEqual(yield* database.get(Account, select, { clientId: "a" }), Option.some({ clientId: "a" }))
      assert.isTrue(Option.isNone(yield* database.get(Account, select, { clientId: "b" })))
      assert.strictEqual((yield* database.run("DELETE FROM serviceAccounts")).changes, 1)
    }).pipe(inMemory))

  it.effect("dies of a row that does not decode and of a statement that SQLite refuses", () =>
    Effect.gen(function*() {
      const database = yield* Database
      yield* add("a")
      const undecodable = database.all(Schema.Struct({ clientId: Schema.Int }), "SELECT * FROM serviceAccounts")
      assert.isTrue(Exit.hasDies(yield* Effect.exit(undecodable)))
      assert.isTrue(Exit.hasDies(yield* Effect.exit(add("a"))))
      assert.deepStrictEqual(yield* accounts, ["a"])
    }).pipe(inMemory))

  it.effect("takes back what a failed transaction wrote, and keeps the rest", () =>
    Effect.gen(function*() {
      const database = yield* Database
      const failing = database.transaction(Effect.andThen(add("a"), Effect.fail("no")))
      assert.strictEqual(yield* Effect.flip(failing), "no")
      yield* database.transaction(Effect.andThen(add("b"), database.transaction(add("c"))))
      assert.deepStrictEqual(yield* accounts, ["b", "c"])
    }).pipe(inMemory))

  it.effect("keeps writes out of failing transactions, however fibers take turns", () =>
    Effect.gen(function*() {
      const database = yield* Database
      const failing = add("inside").pipe(
        Effect.andThen(Effect.yieldNow),
        Effect.andThen(Effect.fail("no")),
        database.transaction,
        Effect.ignore
      )
      const names = Array.from({ length: 40 }, (_, n) => `outside ${n}`)
      for (const ops of Array.from({ length: 20 }, (_, n) => n + 12)) {
        yield* database.run("DELETE FROM serviceAccounts")
        yield* Effect.forEach(names, (name) => Effect.andThen(failing, add(name)), {
          concurrency: "unbounded",
          discard: true
        }).pipe(Effect.provideService(References.MaxOpsBeforeYield, ops))
        assert.sameMembers(yield* accounts, names)
      }
    }).pipe(inMemory))

  it.effect("keeps another fiber's write out of a transaction that fails later", () =>
    Effect.gen(function*() {
      const database = yield* Database
      const gate = yield* Deferred.make<void>()
      const failing = add("inside").pipe(
        Effect.andThen(Deferred.await(gate)),
        Effect.andThen(Effect.interrupt),
        database.transaction
      )
      const transaction = yield* Effect.forkChild(failing, { startImmediately: true })
      const other = yield* Effect.forkChild(add("outside"), { startImmediately: true })
      yield* Deferred.succeed(gate, undefined)
      yield* Fiber.await(transaction)
      yield* Fiber.join(other)
      assert.deepStrictEqual(yield* accounts, ["outside"])
    }).pipe(inMemory))

  it.effect("finds its rows again in a file", () =>
    Effect.gen(function*() {
      const path = yield* temporaryFile
      yield* Effect.provide(add("a"), Database.layer({ path }))
      const Journal = Schema.Struct({ journal_mode: Schema.Literal("wal") })
      const journal = yield* Database.use((database) => database.get(Journal, "PRAGMA journal_mode")).pipe(
        Effect.provide(Database.layer({ path }))
      )
      assert.isTrue(Option.isSome(journal))
      const found = yield* Effect.provide(accounts, Database.layer({ path }))
      assert.deepStrictEqual(found, ["a"])
    }))

  it.effect("makes a file that its user alone may read: it holds what tokens are signed with", () =>
    Effect.gen(function*() {
      const path = yield* temporaryFile
      const modes = Effect.sync(() => [path, `${path}-wal`].map((file) => (statSync(file).mode & 0o777).toString(8)))
      const found = yield* Effect.andThen(add("a"), modes).pipe(Effect.provide(Database.layer({ path })))
      assert.deepStrictEqual(found, ["600", "600"])
    }))

  it.effect("refuses a file that is none of its own", () =>
    Effect.gen(function*() {
      const path = yield* temporaryFile
      const file = new DatabaseSync(path)
      file.exec(`PRAGMA user_version = ${migrations.length + 1}`)
      file.close()
      const later = yield* Effect.flip(Effect.provide(accounts, Database.layer({ path })))
      assert.strictEqual(later.option, "store")
      assert.include(later.message, "a later version")
      for (const version of [0, migrations.length]) {
        const foreign = `${path}.${version}`
        const theirs = new DatabaseSync(foreign)
        theirs.exec(`CREATE TABLE films (title TEXT); PRAGMA user_version = ${version}`)
        theirs.close()
        const before = readFileSync(foreign)
        const refused = yield* Effect.flip(Effect.provide(accounts, Database.layer({ path: foreign })))
        assert.include(refused.message, "another program keeps its data there")
        assert.deepStrictEqual(readFileSync(foreign), before)
      }
      writeFileSync(path, "no database at all, but long enough to be one".repeat(100))
      assert.include((yield* Effect.flip(Effect.provide(accounts, Database.layer({ path })))).message, "not a database")
      const missing = yield* Effect.flip(Effect.provide(accounts, Database.layer({ path: "/no/such/directory/store" })))
      assert.strictEqual(missing.option, "store")
      assert.include(missing.message, "no such file or directory")
    }))
})
