/** The secrets of a service account: it has one, or two while they are rotated. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { InvalidClient } from "./OAuthError.ts"

/**
 * What the option `clientSecret` named as the place of the secret failed. The cause is its own error, as it is: it should not
 * quote the secret.
 */
export class ClientSecretUnavailable extends Schema.TaggedError<ClientSecretUnavailable>()("ClientSecretUnavailable", {
  cause: Schema.Defect()
}) {
  override get message() {
    return "The client secret could not be read. The cause says why."
  }
}

/** In the order in which they are tried. */
export type ClientSecrets = readonly [Redacted.Redacted, ...ReadonlyArray<Redacted.Redacted>]

const isSame = (one: Redacted.Redacted, other: Redacted.Redacted) => Redacted.value(one) === Redacted.value(other)

/**
 * Sends with a secret. When the server refuses it, asks for the secrets again, since they may have been rotated, and sends
 * once more with another one. What was accepted is the first to be tried from then on.
 */
export const make = <E>(secrets: Effect.Effect<ClientSecrets, E>) => {
  let accepted: Redacted.Redacted | undefined

  return Effect.fnUntraced(function*<A, E2>(send: (clientSecret: Redacted.Redacted) => Effect.Effect<A, E2>) {
    const sendWith = (secret: Redacted.Redacted) =>
      Effect.tap(send(secret), () =>
        Effect.sync(() => {
          accepted = secret
        }))
    const known = accepted
    const found = yield* secrets
    const first = known !== undefined && found.some((secret) => isSame(secret, known)) ? known : found[0]
    return yield* sendWith(first).pipe(
      Effect.catchIf((error) => error instanceof InvalidClient, (refusal) =>
        Effect.flatMap(secrets, (again) => {
          const other = again.find((secret) => !isSame(secret, first))
          return other === undefined ? Effect.fail(refusal) : sendWith(other)
        }))
    )
  })
}
