/** What other servers of a fleet found out of a token, and what this one tells them. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { TokenInvalid } from "../ClientError.ts"
import { Claims } from "../endpoints/admin/VerifyToken.ts"
import type { SharedVerificationCache } from "../SharedVerificationCache.ts"
import { TokenExpired } from "../VerifyError.ts"
import type { Answer } from "./Answer.ts"
import * as Sharing from "./Sharing.ts"

const Verdict = Schema.Union([
  Schema.Struct({ valid: Claims }),
  Schema.Struct({ expired: Schema.Literal(true) }),
  Schema.Struct({ invalid: Schema.String })
])

export interface SharedVerdicts {
  /** Nothing, too, when the others cannot be asked. `life` is what is left of it, in milliseconds. */
  readonly get: (key: string) => Effect.Effect<{ readonly answer: Answer; readonly life: number } | undefined>
  /** Nobody waits for it. */
  readonly set: (key: string, answer: Answer, life: number) => Effect.Effect<void>
}

const decode = Schema.decodeUnknownOption(Verdict)
const encode = Schema.encodeSync(Verdict)

const toAnswer = (verdict: typeof Verdict.Type): Answer =>
  "valid" in verdict
    ? { claims: verdict.valid }
    : { refusal: "expired" in verdict ? new TokenExpired() : new TokenInvalid({ description: verdict.invalid }) }

const fromAnswer = (answer: Answer): typeof Verdict.Type =>
  "claims" in answer
    ? { valid: answer.claims }
    : answer.refusal._tag === "TokenExpired"
    ? { expired: true }
    : { invalid: answer.refusal.description }

/** `nameOf` says under which key the others look for a token's. */
export const make = (
  shared: SharedVerificationCache,
  nameOf: (key: string) => Effect.Effect<string>
): SharedVerdicts => {
  const { ask } = Sharing.make("verifications")
  return {
    get: (key) =>
      Effect.map(Effect.flatMap(nameOf(key), (name) => ask(() => shared.get(name))), (found) => {
        const verdict = found && Option.getOrUndefined(decode(found.verdict))
        return found && verdict && found.life > 0 ? { answer: toAnswer(verdict), life: found.life } : undefined
      }),
    set: (key, answer, life) =>
      life > 0
        ? Effect.flatMap(nameOf(key), (name) =>
          Effect.asVoid(Effect.forkDetach(ask(() => shared.set(name, encode(fromAnswer(answer)), life)))))
        : Effect.void
  }
}
