import { Overloaded, PasswordHash } from "@atlas-bearer/emulator/PasswordHash"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Redacted } from "effect"
import * as crypto from "node:crypto"

const provided = Effect.provide(PasswordHash.layer)
const password = Redacted.make("correct horse")

/** Starts as many hashes as are let in. */
const saturate = Effect.fnUntraced(function*(passwords: PasswordHash["Service"]) {
  return yield* Effect.forEach(
    Array.from({ length: 68 }),
    () => Effect.forkChild(passwords.hash(password), { startImmediately: true })
  )
})

describe("PasswordHash", () => {
  it.effect("knows the password that it hashed, and no other", () =>
    Effect.gen(function*() {
      const passwords = yield* PasswordHash
      const phc = yield* passwords.hash(password)
      assert.match(phc, /^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
      assert.notStrictEqual(yield* passwords.hash(password), phc)
      assert.isTrue(yield* passwords.verify(password, phc))
      assert.isFalse(yield* passwords.verify(Redacted.make("correct horsf"), phc))
      assert.isFalse(yield* passwords.verify(password, phc.slice(0, -1)))
    }).pipe(provided))

  it.effect("takes the cost from the stored hash", () =>
    Effect.gen(function*() {
      const passwords = yield* PasswordHash
      const nonce = Buffer.from("0123456789abcdef")
      const key = crypto.argon2Sync("argon2id", {
        message: "correct horse",
        nonce,
        memory: 64,
        passes: 3,
        parallelism: 2,
        tagLength: 32
      })
      const unpadded = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "")
      const phc = `$argon2id$v=19$m=64,t=3,p=2$${unpadded(nonce)}$${unpadded(key)}`
      assert.isTrue(yield* passwords.verify(password, phc))
      const scrypt = crypto.scryptSync("correct horse", nonce, 32, { N: 16, r: 4, p: 2 })
      assert.isTrue(yield* passwords.verify(password, `$scrypt$ln=4,r=4,p=2$${unpadded(nonce)}$${unpadded(scrypt)}`))
    }).pipe(provided))

  it.effect("never accepts a password for a user who does not exist", () =>
    Effect.gen(function*() {
      const passwords = yield* PasswordHash
      assert.isFalse(yield* passwords.verify(Redacted.make("decoy"), undefined))
    }).pipe(provided))

  it.effect("refuses at once when too many wait, and works again afterwards", () =>
    Effect.gen(function*() {
      const passwords = yield* PasswordHash
      const hashes = yield* saturate(passwords)
      assert.instanceOf(yield* Effect.flip(passwords.hash(password)), Overloaded)
      yield* Fiber.joinAll(hashes)
      assert.isTrue(yield* passwords.verify(password, yield* passwords.hash(password)))
    }).pipe(provided))

  it.effect("hashes for a user who does not exist as for any other", () =>
    Effect.gen(function*() {
      const passwords = yield* PasswordHash
      const hashes = yield* saturate(passwords)
      assert.instanceOf(yield* Effect.flip(passwords.verify(password, undefined)), Overloaded)
      yield* Fiber.joinAll(hashes)
    }).pipe(provided))

  it.effect("gives the place of an interrupted caller to the next", () =>
    Effect.gen(function*() {
      const passwords = yield* PasswordHash
      yield* Fiber.interruptAll(yield* saturate(passwords))
      yield* Fiber.joinAll(yield* saturate(passwords))
    }).pipe(provided))
})
