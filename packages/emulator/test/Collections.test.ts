import { Collections } from "@atlas-bearer/emulator/Collections"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { otherApp, seededApp, seededStore } from "./seededStore.ts"

describe("Collections", () => {
  it.effect("keeps the documents of each app and collection in their order", () =>
    Effect.gen(function*() {
      const collections = yield* Collections
      const app = yield* seededApp
      const other = yield* otherApp
      const jsonSchema = { title: "Letter", bsonType: "object", properties: { sent: { bsonType: "date" } } }
      for (const owner of [app, other]) yield* collections.create(owner, { collection: "letters", jsonSchema })
      for (const name of ["b", "a", "c"]) yield* collections.insert(app, "letters", { name, nested: [{ n: null }] })
      yield* collections.insert(other, "letters", { name: "d" })
      const letters = yield* collections.documents(app, "letters")
      assert.deepStrictEqual(letters.map((letter) => letter["name"]), ["b", "a", "c"])
      assert.deepStrictEqual(letters[0], { name: "b", nested: [{ n: null }] })
      assert.deepStrictEqual(yield* collections.documents(other, "letters"), [{ name: "d" }])
      assert.deepStrictEqual(yield* collections.schema(other), [{
        collection: "letters",
        jsonSchema,
        relationships: {}
      }])
    }).pipe(seededStore()))
})
