import { migrate } from "@atlas-bearer/emulator/migrate"
import { assert, describe, it } from "@effect/vitest"
import { DatabaseSync } from "node:sqlite"

const first = "CREATE TABLE films (title TEXT NOT NULL) STRICT; INSERT INTO films VALUES ('Regeneration')"
const second = "ALTER TABLE films ADD COLUMN year INTEGER NOT NULL DEFAULT 1915"

describe("migrate", () => {
  it("takes each step once, and keeps what is there", () => {
    const database = new DatabaseSync(":memory:")
    for (const steps of [[first], [first, second], [first, second]]) migrate(database, steps)
    assert.deepStrictEqual(
      database.prepare("SELECT title, year FROM films").all().map((film) => ({ ...film })),
      [{ title: "Regeneration", year: 1915 }]
    )
  })

  it("leaves a database alone that a later version wrote, or a step of which fails", () => {
    const database = new DatabaseSync(":memory:")
    migrate(database, [first])
    assert.throws(() => migrate(database, []), "a later version")
    database.exec("ROLLBACK")
    assert.throws(() => migrate(database, [first, second, "no SQL"]), "syntax error")
    database.exec("ROLLBACK")
    assert.deepStrictEqual({ ...database.prepare("SELECT * FROM films").get() }, { title: "Regeneration" })
  })
})
