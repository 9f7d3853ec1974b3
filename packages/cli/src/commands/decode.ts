/** `atlas-bearer decode`: what a token says of itself. */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Account from "../internal/Account.ts"
import { attempt } from "../internal/attempt.ts"
import * as claimsOf from "../internal/claimsOf.ts"
import * as life from "../internal/life.ts"
import { print } from "../internal/output.ts"
import { readToken, stdinArgument } from "../internal/stdinArgument.ts"
import * as Target from "../internal/Target.ts"

const ownToken = (flags: Target.Flags) =>
  Effect.scoped(Effect.gen(function*() {
    const { holder, store } = yield* Account.openHolder(flags)
    return Redacted.make(yield* store.guard(attempt((signal) => holder.getAccessToken({ signal }))))
  }))

const remaining = (seconds: number) =>
  seconds > 0 ? `${life.inWords(seconds)} left` : `expired ${life.inWords(-seconds)} ago`

export const decode = Command.make(
  "decode",
  { ...Target.flags, argument: Argument.optional(stdinArgument) },
  ({ argument, ...flags }) =>
    Effect.gen(function*() {
      const token = yield* Option.match(argument, { onNone: () => ownToken(flags), onSome: readToken })
      const claims = yield* claimsOf.decode(token)
      const exp = Predicate.hasProperty(claims, "exp") && Number.isFinite(claims.exp) ? Number(claims.exp) : undefined
      const seconds = exp === undefined ? undefined : Math.floor(exp - (yield* Clock.currentTimeMillis) / 1000)
      const text = JSON.stringify(claims, null, 2)
      yield* print(
        exp === undefined || seconds === undefined
          ? text
          : `${text}\nexpires ${life.instant(exp)}, ${remaining(seconds)}`,
        {
          claims,
          ...(exp === undefined ? {} : { expiresAt: life.instant(exp), remainingSeconds: seconds })
        }
      )
    })
).pipe(
  Command.withDescription(
    "Show the claims of a token and what is left of its life: of the current one, or of one on standard input. The signature is neither checked nor shown."
  ),
  Command.withShortDescription("Show the claims of a token"),
  Command.withExamples([
    { command: "atlas-bearer decode", description: "The current token" },
    { command: "pbpaste | atlas-bearer decode - --json", description: "Any token" }
  ])
)
