/** What a password must be. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"

/** 6 to 128 characters. */
export const check = (password: Redacted.Redacted): Effect.Effect<void, BadRequest> => {
  const { length } = Redacted.value(password)
  return length >= 6 && length <= 128
    ? Effect.void
    : Effect.fail(new BadRequest({ description: "password must be between 6 and 128 characters" }))
}
