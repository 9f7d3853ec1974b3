/** Tokens in files, in one process. */
import * as PromiseTokenStore from "@atlas-bearer/core/PromiseTokenStore"
import { suite } from "@atlas-bearer/core/testing/TokenStoreSuite"
import { TokenStore } from "@atlas-bearer/core/TokenStore"
import { FileTokenStore } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { appendFile, chmod, copyFile, readdir, stat, truncate, writeFile } from "node:fs/promises"
import * as path from "node:path"
import { encryptionKey, fileIn, key, record, rejection, storeIn, temporary } from "./fileStores.ts"

describe.each<[string, Partial<FileTokenStore.Options>]>([
  ["as they are", {}],
  ["that are encrypted", { encryptionKey }]
])("a token store in files %s", (_, options) => {
  const layer = Layer.effect(
    TokenStore,
    Effect.acquireRelease(Effect.promise(temporary), (directory) => Effect.promise(() => directory.remove())).pipe(
      Effect.map((directory) =>
        PromiseTokenStore.toTokenStore(FileTokenStore.make({ path: directory.path, ...options }))
      )
    )
  )
  for (const { name, test } of suite) it.live(name, () => Effect.provide(test, layer))

  it("leaves one file of mode 0600 in a directory of mode 0700, and no lease", async () => {
    await using directory = await temporary()
    const own = path.join(directory.path, "new", "tokens")
    const { store } = storeIn(own, options)
    await store.withLease(key, 1000, async () => void await store.set(key, record, 0))
    assert.deepStrictEqual((await readdir(own)).map((name) => name.replace(/[0-9a-f]{64}/, "hash")), ["hash.json"])
    assert.strictEqual((await stat(own)).mode & 0o777, 0o700)
    assert.strictEqual((await stat(await fileIn(own))).mode & 0o777, 0o600)
  })

  it("is the same for two instances", async () => {
    await using directory = await temporary()
    const [one, other] = [storeIn(directory.path, options).store, storeIn(directory.path, options).store]
    assert.isTrue(await one.set(key, record, 0))
    assert.deepStrictEqual(await other.get(key), record)
    assert.isFalse(await other.set(key, record, 0))
    await other.remove(key)
    assert.isUndefined(await one.get(key))
  })

  it.each<[string, (file: string) => Promise<unknown>]>([
    ["torn", (file) => truncate(file, 20)],
    ["empty", (file) => truncate(file, 0)],
    ["foreign", (file) => writeFile(file, "{\"accessToken\":\"hunter2\"}")],
    ["binary", (file) => writeFile(file, new Uint8Array([0, 255, 254]))],
    ["overwritten at its end", (file) => appendFile(file, "}")]
  ])("takes a file that is %s for absent, warns without its content, and replaces it", async (_, damage) => {
    await using directory = await temporary()
    const { reasons, store, warnings } = storeIn(directory.path, options)
    await store.set(key, record, 0)
    await damage(await fileIn(directory.path))
    assert.isUndefined(await store.get(key))
    assert.deepStrictEqual(reasons(), ["damaged"])
    assert.notInclude(JSON.stringify(warnings) + String(warnings[0]), "hunter2")
    assert.isTrue(await store.set(key, record, 0))
    assert.deepStrictEqual(await store.get(key), record)
  })

  it("takes a copy of another holder's file for absent", async () => {
    await using directory = await temporary()
    const { reasons, store } = storeIn(directory.path, options)
    await store.set(key, record, 0)
    const mine = await fileIn(directory.path)
    await copyFile(mine, path.join(directory.path, "kept"))
    await store.remove(key)
    await store.set("other", record, 0)
    await copyFile(path.join(directory.path, "kept"), await fileIn(directory.path))
    assert.isUndefined(await store.get("other"))
    assert.deepStrictEqual(reasons(), [options.encryptionKey ? "sealed" : "damaged"])
  })

  it.skipIf(process.platform === "win32")("refuses a directory or a file that others may use", async () => {
    await using directory = await temporary()
    const { store } = storeIn(directory.path, options)
    await store.set(key, record, 0)
    const file = await fileIn(directory.path)
    await chmod(file, 0o640)
    assert.include(await rejection(store.get(key)), { _tag: "TokenFileExposed", path: file, mode: "0640" })
    assert.include(await rejection(store.set(key, record, 0)), { _tag: "TokenFileExposed", path: file })
    await chmod(file, 0o600)
    await chmod(directory.path, 0o755)
    const exposed = { _tag: "TokenFileExposed", path: directory.path, mode: "0755" }
    assert.include(await rejection(store.get(key)), exposed)
    assert.include(await rejection(store.set(key, record, 0)), exposed)
    assert.include(await rejection(store.withLease(key, 1, () => assert.fail("has the lease"))), exposed)
  })
})

describe("a wrong option of a file store", () => {
  it.each<[string, FileTokenStore.Options]>([
    ["path", { path: " " }],
    ["encryptionKey", { path: "tokens", encryptionKey: new Uint8Array(31) }],
    ["encryptionKey", { path: "tokens", encryptionKey: new Uint8Array(0) }]
  ])("is an InvalidOption that names %s", (name, options) => {
    assert.throws(() => FileTokenStore.make(options), new RegExp(`Option ${name} `))
  })
})
