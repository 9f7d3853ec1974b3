import { assert, describe, it } from "@effect/vitest"
import { readFile, writeFile } from "node:fs/promises"
import { encryptionKey, fileIn, key, record, rejection, storeIn, temporary } from "./fileStores.ts"

describe("an encrypted file", () => {
  it("shows neither tokens nor names", async () => {
    await using directory = await temporary()
    await storeIn(directory.path, { encryptionKey }).store.set(key, record, 0)
    assert.notMatch(await readFile(await fileIn(directory.path), "utf8"), /hunter2|mdb_sa_id|accessToken/)
  })

  it.each<[string, Uint8Array | undefined]>([
    ["another key", new Uint8Array(32).fill(8)],
    ["no key", undefined]
  ])("counts as absent with %s, and is not replaced", async (_, wrong) => {
    await using directory = await temporary()
    const right = storeIn(directory.path, { encryptionKey }).store
    await right.set(key, record, 0)
    const { reasons, store } = storeIn(directory.path, { encryptionKey: wrong })
    assert.isUndefined(await store.get(key))
    assert.deepStrictEqual(reasons(), ["sealed"])
    assert.include(await rejection(store.set(key, record, 0)), { _tag: "TokenFileUnreadable", reason: "sealed" })
    assert.deepStrictEqual(await right.get(key), record)
    await store.remove(key)
    assert.isTrue(await store.set(key, record, 0))
  })

  it.each(["", "AAAA", "not base64!", "A".repeat(200)])(
    "counts as absent when what is sealed is %j",
    async (sealed) => {
      await using directory = await temporary()
      const { reasons, store } = storeIn(directory.path, { encryptionKey })
      await store.set(key, record, 0)
      await writeFile(await fileIn(directory.path), JSON.stringify({ sealed }))
      assert.isUndefined(await store.get(key))
      assert.deepStrictEqual(reasons(), ["sealed"])
    }
  )

  it("takes the place of a plain one, whose tokens are not used", async () => {
    await using directory = await temporary()
    await storeIn(directory.path).store.set(key, record, 0)
    const { reasons, store } = storeIn(directory.path, { encryptionKey })
    assert.isUndefined(await store.get(key))
    assert.deepStrictEqual(reasons(), ["notSealed"])
    assert.isTrue(await store.set(key, { ...record, accessToken: "new" }, 0))
    assert.deepStrictEqual(await store.get(key), { ...record, accessToken: "new" })
  })
})
