/** The custom-token provider: users whom another issuer vouches for by a JSON Web Token. */
import { AuthError } from "@atlas-bearer/core/ClientError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { App, CustomToken } from "./Apps.ts"
import { isObject, type JsonObject } from "./graphql/JsonValue.ts"
import { JsonWebKeySets } from "./JsonWebKeySets.ts"
import * as MetadataFields from "./MetadataFields.ts"
import * as Proof from "./Proof.ts"
import * as Rs256 from "./Rs256.ts"
import * as SigningSecrets from "./SigningSecrets.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** Times are NumericDates: seconds since 1970 (RFC 7519 section 2). */
const ExternalClaims = Schema.Struct({
  sub: Schema.NonEmptyString,
  aud: Schema.Union([Schema.String, Schema.Array(Schema.String)]),
  exp: Schema.Finite,
  nbf: Schema.optional(Schema.Finite)
})

const decodeClaims = Schema.decodeUnknownEffect(ExternalClaims)

/** What a token tells of its user unless the provider names other fields; of other types, it tells nothing. */
const toldOf = ({ name, user_data: userData }: JsonObject): JsonObject => ({
  ...(typeof name === "string" && { name }),
  ...(isObject(userData) && userData)
})

const isFor = (
  { audience, otherAudiences = [], requireAnyAudience = false }: CustomToken,
  named: ReadonlyArray<string>
) => {
  const trusted = [audience, ...otherAudiences]
  return requireAnyAudience ? trusted.some((one) => named.includes(one)) : trusted.every((one) => named.includes(one))
}

const authError = (description: string) => new AuthError({ description })

export class CustomTokens extends Context.Service<CustomTokens, {
  /** The token's expiry counts here only: the session outlives it. */
  readonly prove: (app: App, token: Redacted.Redacted) => Effect.Effect<Proof.External, AuthError>
}>()("@atlas-bearer/emulator/CustomTokens") {
  static readonly layer = Layer.effect(
    CustomTokens,
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      const jsonWebKeySets = yield* JsonWebKeySets

      const keysFor = ({ jwkURI, keys = [], useJWKURI }: CustomToken, token: Redacted.Redacted) =>
        useJWKURI === true && jwkURI !== undefined
          ? jsonWebKeySets.keysAt(jwkURI, Rs256.keyNamedBy(token))
          : Effect.succeed(keys)

      return CustomTokens.of({
        prove: Effect.fn("CustomTokens.prove")(function*(app, token) {
          const verification = Rs256.isNamedBy(token)
            ? Rs256.verify(token, yield* keysFor(app.customToken, token))
            : SigningSecrets.verify(token, app.customToken)
          const verified = yield* Effect.fromResult(verification).pipe(
            Effect.mapError(({ description }) => authError(description))
          )
          const claims = yield* decodeClaims(verified).pipe(
            Effect.mapError(() => authError("token needs the claims sub, aud and exp"))
          )
          const now = (yield* clock.nowIn(app.domainId)) / 1000
          if (claims.exp <= now) return yield* authError("token is expired")
          if (claims.nbf !== undefined && claims.nbf > now) return yield* authError("token is not valid yet")
          if (!isFor(app.customToken, [claims.aud].flat())) return yield* authError("token has another audience")
          const { metadataFields } = app.customToken
          return Proof.external({
            providerType: "custom-token",
            externalId: claims.sub,
            type: "normal",
            data: metadataFields === undefined
              ? toldOf(verified)
              : yield* Effect.fromResult(MetadataFields.read(metadataFields, verified))
          })
        })
      })
    })
  )
}
