import { Database } from "@atlas-bearer/emulator/Database"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Latch, Schema } from "effect"

const accounts = ["a", "b"]

/** Every way in which a statement may change the secrets of an account: also with it, by `WITH`, and in small letters. */
const changes = {
  create: "INSERT OR IGNORE INTO serviceAccounts (clientId) VALUES (:id)",
  add: `INSERT INTO serviceAccountSecrets (id, clientId, hash, masked, createdAt)
    SELECT hex(randomblob(8)), clientId, hex(randomblob(8)), '', 0 FROM serviceAccounts WHERE clientId = :id`,
  change: "UPDATE serviceAccountSecrets SET hash = hex(randomblob(8)) WHERE clientId = :id",
  replace: `REPLACE INTO serviceAccountSecrets (id, clientId, hash, masked, createdAt)
    SELECT id, clientId, hex(randomblob(8)), '', 0 FROM serviceAccountSecrets WHERE clientId = :id`,
  remove: "  delete from serviceaccountsecrets where clientid = :id",
  removeByWith: `WITH gone AS (SELECT :id AS id)
    DELETE FROM serviceAccountSecrets WHERE clientId IN (SELECT id FROM gone)`,
  removeAccount: "DELETE FROM serviceAccounts WHERE clientId = :id",
  issue: `INSERT INTO serviceAccountTokens (hash, clientId, expiresAt)
    SELECT hex(randomblob(8)), clientId, 0 FROM serviceAccounts WHERE clientId = :id`
}
type Change = keyof typeof changes

const Step = Schema.Struct({
  id: Schema.Literals(accounts),
  changes: Schema.Array(
    Schema.Literals(["create", "add", "change", "replace", "remove", "removeByWith", "removeAccount", "issue"])
  ).check(Schema.isMaxLength(3)),
  as: Schema.Literals(["statements", "transaction", "failing transaction", "returning rows"])
})
const Steps = Schema.Array(Step).check(Schema.isMinLength(5), Schema.isMaxLength(25))

const Hash = Schema.Struct({ hash: Schema.String })
const select = "SELECT hash FROM serviceAccountSecrets WHERE clientId = :id ORDER BY rowid"

describe("Database.remember", () => {
  it.effect.prop(
    "answers what the tables hold, whatever changed them",
    [Steps],
    ([steps]) =>
      Effect.gen(function*() {
        const database = yield* Database
        const remembered = database.remember(Hash, select)
        const compare = Effect.forEach(accounts, (id) =>
          Effect.gen(function*() {
            assert.deepStrictEqual(yield* remembered({ id }), yield* database.all(Hash, select, { id }))
          }), { discard: true })
        const change = ({ as, id }: typeof Step.Type) => (name: Change): Effect.Effect<unknown> =>
          as === "returning rows"
            ? database.all(Schema.Struct({}), `${changes[name]} RETURNING 1`, { id })
            : database.run(changes[name], { id })

        yield* Effect.forEach(accounts, (id) => database.run(changes.create, { id }))
        for (const step of steps) {
          const midway = Latch.makeUnsafe(false)
          const other = yield* Effect.forkChild(Effect.andThen(midway.await, compare))
          const work = Effect.gen(function*() {
            yield* Effect.forEach(step.changes, (name) => Effect.andThen(change(step)(name), compare))
            yield* midway.open
            yield* Effect.yieldNow
            if (step.as === "failing transaction") return yield* Effect.fail("no")
          })
          yield* step.as === "transaction" || step.as === "failing transaction"
            ? Effect.ignore(database.transaction(work))
            : Effect.ignore(work)
          yield* compare
          yield* Fiber.join(other)
        }
      }).pipe(Effect.provide(Database.layer({ path: ":memory:" }))),
    { arbitrary: { runs: 60 } }
  )

  it.effect("reads rows again when they changed, and only then", () =>
    Effect.gen(function*() {
      const database = yield* Database
      const remembered = database.remember(Hash, select)
      yield* database.run(changes.create, { id: "a" })
      yield* database.run(changes.add, { id: "a" })
      const found = yield* remembered({ id: "a" })
      yield* database.insert("serviceAccountTokens", { hash: "h", clientId: "a", expiresAt: 0 })
      yield* database.get(Schema.Struct({}), "SELECT * FROM serviceAccountSecrets")
      assert.strictEqual(yield* remembered({ id: "a" }), found)
      yield* database.run(changes.change, { id: "a" })
      assert.notDeepEqual(yield* remembered({ id: "a" }), found)
    }).pipe(Effect.provide(Database.layer({ path: ":memory:" }))))

  it.effect("does not fill the memory with questions", () =>
    Effect.gen(function*() {
      const database = yield* Database
      const remembered = database.remember(Hash, select)
      const first = yield* remembered({ id: "0" })
      yield* Effect.forEach(Array.from({ length: 1_000 }), (_, n) => remembered({ id: String(n + 1) }))
      assert.notStrictEqual(yield* remembered({ id: "0" }), first)
    }).pipe(Effect.provide(Database.layer({ path: ":memory:" }))))
})
