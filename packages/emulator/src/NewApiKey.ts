/** What a new API key is made of. */
import { APIKeyAlreadyExists } from "@atlas-bearer/core/ApiKeyError"
import { BadRequest, InvalidParameter } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { randomInt } from "node:crypto"

const length = 64
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

/** The key itself: 64 letters and digits. */
export const make = Effect.sync(() =>
  Redacted.make(Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join(""))
)

/** May a key of this name be added to the `existing` ones, of which `holder` may have `most`? */
export const check = Effect.fnUntraced(function*(key: {
  readonly name: string
  readonly existing: ReadonlyArray<{ readonly name: string }>
  readonly most: number
  readonly holder: string
}) {
  const { existing, holder, most, name } = key
  if (name === "") return yield* new BadRequest({ description: "'name' is a required string." })
  if (!/^[A-Za-z0-9_-]+$/.test(name)) {
    return yield* new InvalidParameter({
      description: "API key name can only contain ASCII letters, numbers, underscores, and hyphens"
    })
  }
  if (existing.some((key) => key.name === name)) {
    return yield* new APIKeyAlreadyExists({ description: "API key with name already exists" })
  }
  if (existing.length >= most) {
    return yield* new BadRequest({ description: `${holder} cannot have more than ${most} API keys` })
  }
})
