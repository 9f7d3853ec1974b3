/** Tokens in files, in one process and among many. */
import { suite } from "@atlas-bearer/core/testing/TokenStoreSuite"
import * as TokenKey from "@atlas-bearer/core/TokenKey"
import { TokenStore } from "@atlas-bearer/core/TokenStore"
import { FileTokenStore } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { once } from "node:events"
import {
  appendFile,
  chmod,
  copyFile,
  mkdir,
  mkdtempDisposable,
  readdir,
  readFile,
  stat,
  truncate,
  utimes,
  writeFile
} from "node:fs/promises"
import { tmpdir } from "node:os"
import * as path from "node:path"
import { createInterface } from "node:readline"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"

const key = TokenKey.serviceAccount("https://a.test", "mdb_sa_id_1")
const record = { generation: 1, accessToken: "hunter2" }
const encryptionKey = new Uint8Array(32).fill(7)

const temporary = () => mkdtempDisposable(path.join(tmpdir(), "atlas-bearer-"))

const storeIn = (directory: string, options?: Partial<FileTokenStore.Options>) => {
  const warnings: Array<FileTokenStore.TokenFileUnreadable> = []
  const store = FileTokenStore.make({ path: directory, onWarning: (warning) => warnings.push(warning), ...options })
  return { store, warnings, reasons: () => warnings.map(({ reason }) => reason) }
}

/** The one file that has a record. */
const fileIn = async (directory: string) => {
  const [name = "", ...others] = (await readdir(directory)).filter((name) => name.endsWith(".json"))
  assert.deepStrictEqual(others, [])
  return path.join(directory, name)
}

const rejection = (promise: Promise<unknown>) =>
  promise.then((value) => assert.fail(`accepted with ${String(value)}`), (error: unknown) => error)

const start = (directory: string, role: "obtain" | "write" | "hang") => {
  const script = fileURLToPath(new URL("./leaseProcess.ts", import.meta.url))
  const child = spawn(process.execPath, ["--conditions=@atlas-bearer/source", script, directory, role], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
    child,
    says: async (): Promise<unknown> => {
      const { done, value } = await lines.next()
      return done === true ? undefined : JSON.parse(value)
    }
  }
}

describe.each<[string, Partial<FileTokenStore.Options>]>([
  ["as they are", {}],
  ["that are encrypted", { encryptionKey }]
])("a token store in files %s", (_, options) => {
  const layer = Layer.effect(
    TokenStore,
    Effect.acquireRelease(Effect.promise(temporary), (directory) => Effect.promise(() => directory.remove())).pipe(
      Effect.map((directory) => TokenStore.fromPromises(FileTokenStore.make({ path: directory.path, ...options })))
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

describe("a wrong option of a file store", () => {
  it.each<[string, FileTokenStore.Options]>([
    ["path", { path: " " }],
    ["encryptionKey", { path: "tokens", encryptionKey: new Uint8Array(31) }],
    ["encryptionKey", { path: "tokens", encryptionKey: new Uint8Array(0) }]
  ])("is an InvalidOption that names %s", (name, options) => {
    assert.throws(() => FileTokenStore.make(options), new RegExp(`Option ${name} `))
  })
})

describe("a lease in files", () => {
  it.each([
    ["whose owner's clock was a day ahead", "300", 86_400],
    ["that was left behind long ago", "60000", -120],
    ["that is not one of ours", "Finder", -120]
  ])("%s passes on soon, to exactly one", async (_, ttl, age) => {
    await using directory = await temporary()
    const { store } = storeIn(directory.path)
    const place = path.join(directory.path, `${createHash("sha256").update(key).digest("hex")}.lease`)
    await mkdir(place)
    await writeFile(path.join(place, "owner"), ttl)
    await writeFile(`${place}.owner.tmp`, "what its owner was about to store")
    const written = Date.now() / 1000 + age
    await utimes(path.join(place, "owner"), written, written)
    let holders = 0
    // Who asks when another has found it over may have it at once, but never beside somebody else.
    const alone = async () => {
      assert.strictEqual(++holders, 1)
      await sleep(10)
      holders--
    }
    await Promise.all(Array.from({ length: 5 }, () => store.withLease(key, 60_000, alone)))
    const release = Promise.withResolvers<void>()
    const asking = Array.from({ length: 5 }, () => store.withLease(key, 60_000, () => release.promise))
    await sleep(100)
    release.resolve()
    assert.deepStrictEqual((await Promise.all(asking)).filter((isHeld) => isHeld), [true])
    assert.deepStrictEqual(await readdir(directory.path), [])
  })

  it("is waited for alone, not the next one that begins at once", async () => {
    await using directory = await temporary()
    const { store } = storeIn(directory.path)
    const [begun, first, second] = [0, 1, 2].map(() => Promise.withResolvers<void>())
    const held = store.withLease(key, 60_000, () => {
      begun?.resolve()
      return first?.promise ?? Promise.resolve()
    })
    await begun?.promise
    const waiting = store.withLease(key, 60_000, () => assert.fail("has the lease"))
    await sleep(200)
    first?.resolve()
    await held
    const next = store.withLease(key, 60_000, () => second?.promise ?? Promise.resolve())
    assert.isFalse(await waiting)
    second?.resolve()
    assert.isTrue(await next)
  })

  it("stops waiting when the signal aborts", async () => {
    await using directory = await temporary()
    const { store } = storeIn(directory.path)
    const release = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const held = store.withLease(key, 60_000, () => {
      begun.resolve()
      return release.promise
    })
    await begun.promise
    const waiting = store.withLease(key, 60_000, () => assert.fail("has the lease"), AbortSignal.timeout(50))
    assert.include(await rejection(waiting), { name: "AbortError" })
    release.resolve()
    assert.isTrue(await held)
  })
})

describe("processes on one path", { timeout: 60_000 }, () => {
  it("ask the server once, all twenty of them", async () => {
    await using directory = await temporary()
    const processes = Array.from({ length: 20 }, () => start(directory.path, "obtain"))
    const said = await Promise.all(processes.map(({ says }) => says()))
    const obtained = said.filter((one) => JSON.stringify(one).includes("\"asked\":1"))
    assert.strictEqual(obtained.length, 1)
    assert.strictEqual(new Set(said.map((one) => JSON.stringify(one).replace(/"asked":[01]/, ""))).size, 1)
  })

  it("count every generation once while they compete", async () => {
    await using directory = await temporary()
    const processes = Array.from({ length: 6 }, () => start(directory.path, "write"))
    for (const { says } of processes) assert.deepStrictEqual(await says(), { won: 10 })
    assert.deepStrictEqual(await storeIn(directory.path).store.get("key"), { generation: 60 })
    assert.strictEqual((await readdir(directory.path)).length, 1)
  })

  it("go on within the time of a lease whose holder was killed, and exactly one is the next", async () => {
    await using directory = await temporary()
    const holder = start(directory.path, "hang")
    assert.strictEqual(await holder.says(), "holding")
    const others = Array.from({ length: 5 }, () => storeIn(directory.path).store)
    const waiting = others.map((store) => store.withLease("key", 2000, () => assert.fail("has the lease")))
    await sleep(100)
    holder.child.kill("SIGKILL")
    const killed = performance.now()
    await once(holder.child, "exit")
    assert.deepStrictEqual(await Promise.all(waiting), [false, false, false, false, false])
    assert.isBelow(performance.now() - killed, 3000)
    const release = Promise.withResolvers<void>()
    const asking = others.map((store) => store.withLease("key", 2000, () => release.promise))
    await sleep(100)
    release.resolve()
    assert.deepStrictEqual((await Promise.all(asking)).filter((isHeld) => isHeld), [true])
  })
})
