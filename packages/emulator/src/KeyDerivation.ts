/**
 * Derives keys from passwords as a PHC string says: `$argon2id$v=19$m=1024,t=1,p=1$<salt>`, and scrypt where Node.js has
 * no argon2 (before 24.7).
 */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as crypto from "node:crypto"

type Done = (error: Error | null, key: Buffer) => void

const length = 32
const base64 = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "")

const algorithms: ReadonlyArray<{
  readonly form: RegExp
  readonly derive: (password: string, salt: Buffer, cost: readonly [number, number, number], done: Done) => void
}> = [
  {
    form: /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)$/,
    derive: (message, nonce, [memory, passes, parallelism], done) =>
      crypto.argon2("argon2id", { message, nonce, memory, passes, parallelism, tagLength: length }, done)
  },
  {
    form: /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)$/,
    derive: (password, salt, [ln, r, p], done) => crypto.scrypt(password, salt, length, { N: 2 ** ln, r, p }, done)
  }
]

const hasArgon2 = "argon2" in crypto

/** New parameters with a random salt, at a cost of about a millisecond: enough for an emulator. */
export const parameters: Effect.Effect<string> = Effect.sync(() =>
  `${hasArgon2 ? "$argon2id$v=19$m=1024,t=1,p=1" : "$scrypt$ln=8,r=8,p=1"}$${base64(crypto.randomBytes(16))}`
)

/** The key in Base64. Parameters of another algorithm are a defect. */
export const derive = (password: Redacted.Redacted, parameters: string): Effect.Effect<string> =>
  Effect.callback((resume) => {
    for (const { derive, form } of algorithms) {
      const [, a, b, c, salt] = form.exec(parameters) ?? []
      if (salt === undefined) continue
      return derive(
        Redacted.value(password),
        Buffer.from(salt, "base64"),
        [Number(a), Number(b), Number(c)],
        (error, key) => resume(error === null ? Effect.succeed(base64(key)) : Effect.die(error))
      )
    }
    resume(Effect.die(new Error("The stored password hash has an unknown form")))
  })
