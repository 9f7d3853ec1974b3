import { assert, describe, it } from "@effect/vitest"
import { createHash } from "node:crypto"
import { mkdir, readdir, utimes, writeFile } from "node:fs/promises"
import * as path from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { key, rejection, storeIn, temporary } from "./fileStores.ts"

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
