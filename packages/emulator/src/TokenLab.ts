/**
 * The credentials of Google, Facebook and Apple. Nobody is asked on the internet: the emulator takes what it made itself, a
 * JSON Web Token signed with the app's own secret for the provider.
 */
import { AuthError } from "@atlas-bearer/core/ClientError"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { createHmac } from "node:crypto"
import type { App } from "./Apps.ts"
import * as Jwt from "./Jwt.ts"
import * as Proof from "./Proof.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** Issuers that are not asked: the emulator signs in their stead. */
export const Provider = Schema.Literals(["oauth2-google", "oauth2-facebook", "oauth2-apple"])
export type Provider = typeof Provider.Type

/** Whom the credential speaks of. `audience` is the client app id unless given. */
export interface Subject {
  readonly sub: string
  readonly email?: string | undefined
  readonly name?: string | undefined
  readonly audience?: string | undefined
  /** By default an hour. */
  readonly expiresIn?: Duration.Input | undefined
}

const Claims = Schema.Struct({
  sub: Schema.NonEmptyString,
  aud: Schema.String,
  exp: Schema.Finite,
  email: Schema.optional(Schema.String),
  name: Schema.optional(Schema.String)
})
const decodeClaims = Schema.decodeUnknownEffect(Claims)

/** Of this provider alone: a credential of one is nothing to another, and none is a token of a session. */
const secretOf = ({ signingSecret }: App, provider: Provider) =>
  Redacted.make(createHmac("sha256", Redacted.value(signingSecret)).update(provider).digest("base64url"))

/** Google alone has them. */
const hasDomain = ({ domainRestrictions }: App, email = "") =>
  domainRestrictions.some((domain) => email.toLowerCase().endsWith(`@${domain.toLowerCase()}`))

const refused = (description: string) => new AuthError({ description })

export class TokenLab extends Context.Service<TokenLab, {
  /** An ID token, an authorization code or a Facebook access token: here they are one. */
  readonly credential: (app: App, provider: Provider, subject: Subject) => Effect.Effect<Redacted.Redacted>
  readonly prove: (
    app: App,
    provider: Provider,
    credential: Redacted.Redacted
  ) => Effect.Effect<Proof.External, AuthError>
}>()("@atlas-bearer/emulator/TokenLab") {
  static readonly layer = Layer.effect(
    TokenLab,
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      const numericDate = ({ domainId }: App) => Effect.map(clock.nowIn(domainId), (now) => Math.floor(now / 1000))
      return TokenLab.of({
        credential: Effect.fn("TokenLab.credential")(function*(app, provider, subject) {
          const { audience = app.clientAppId, email, expiresIn = "1 hour", name, sub } = subject
          const iat = yield* numericDate(app)
          const claims = { sub, email, name, aud: audience, iat, exp: iat + Duration.toSeconds(expiresIn) }
          return Jwt.sign(claims, secretOf(app, provider))
        }),
        prove: Effect.fn("TokenLab.prove")(function*(app, provider, credential) {
          const verified = yield* Effect.fromResult(Jwt.verify(credential, secretOf(app, provider))).pipe(
            Effect.mapError(({ description }) => refused(description))
          )
          const { aud, email, exp, name, sub } = yield* decodeClaims(verified).pipe(
            Effect.mapError(() => refused("token needs the claims sub, aud and exp"))
          )
          if (exp <= (yield* numericDate(app))) return yield* refused("token is expired")
          if (aud !== app.clientAppId) return yield* refused("token has another audience")
          if (provider === "oauth2-google" && app.domainRestrictions.length > 0 && !hasDomain(app, email)) {
            return yield* refused("the e-mail address is in none of the provider's domain_restrictions")
          }
          const data = { ...(email === undefined ? {} : { email }), ...(name === undefined ? {} : { name }) }
          return Proof.external({ providerType: provider, externalId: sub, type: "normal", data })
        })
      })
    })
  )
}
