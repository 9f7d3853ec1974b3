/** Caches whose questions are answered by a function, and counted. */
import { TokenInvalid } from "@atlas-bearer/core/ClientError"
import type { Claims } from "@atlas-bearer/core/endpoints/admin/VerifyToken"
import * as VerificationCache from "@atlas-bearer/core/VerificationCache"
import type { VerifierUnavailable, VerifyError } from "@atlas-bearer/core/VerifyError"
import { Effect, Redacted } from "effect"
import { digests } from "./digests.ts"

export const claims = { sub: "u", iat: 0, exp: 1800, customUserData: { roles: ["reader"] } }
export const good = Redacted.make("good.token.x")
export const bad = (n: number) => Redacted.make(`bad.token.${n}`)

type Answer = (token: string) => Effect.Effect<Claims, VerifyError>
export const byName: Answer = (token) =>
  token.startsWith("bad") ? Effect.fail(new TokenInvalid({ description: "bad" })) : Effect.succeed(claims)

export const makeCache = Effect.fnUntraced(function*(
  options: VerificationCache.Options & {
    readonly answer?: Answer
    readonly scope?: string
    readonly closed?: (now: number) => VerifierUnavailable | undefined
  } = {}
) {
  const asked: Array<string> = []
  const { answer = byName, scope = "one" } = options
  const cache = yield* VerificationCache.make(
    scope,
    (token) =>
      Effect.suspend(() => {
        asked.push(Redacted.value(token))
        return answer(Redacted.value(token))
      }),
    options,
    options.closed
  ).pipe(Effect.provide(digests().layer))
  return { ...cache, asked }
})
