/** Makes any token, right or wrong, and tells what is wrong with one. */
import type { AuthError, InvalidSession, TokenInvalid } from "@atlas-bearer/core/ClientError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { randomBytes } from "node:crypto"
import type { App } from "./Apps.ts"
import { CustomTokens } from "./CustomTokens.ts"
import { Identities } from "./Identities.ts"
import * as Jwt from "./Jwt.ts"
import { Sessions } from "./Sessions.ts"
import { Users } from "./Users.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** A good token of this kind, changed as told. */
export const Minting = Schema.Struct({
  /** Of a new session, or of the issuer that the app's custom-token provider trusts. */
  kind: Schema.Literals(["access", "refresh", "custom"]),
  /** Whose; a new anonymous user's by default. The `sub` of a custom token. */
  userId: Schema.optional(Schema.NonEmptyString),
  /** Seconds from now to `exp`; a negative number makes an expired token. */
  expiresIn: Schema.optional(Schema.Int),
  /** Put over the claims; `null` takes one away. */
  claims: Schema.optional(Schema.JsonObject),
  /** Put over the header. `"alg": "none"` leaves the signature empty. */
  header: Schema.optional(Schema.JsonObject),
  /** Signed by a key that nobody knows. */
  wrongKey: Schema.optional(Schema.Boolean)
})
export type Minting = typeof Minting.Type

/** What a token says of itself. Nothing is verified. */
export const Decoded = Schema.Struct({ header: Schema.JsonObject, claims: Schema.JsonObject })

/** What the app would say to the token. `reason` is there when it is refused. */
export const Verdict = Schema.Struct({ valid: Schema.Boolean, reason: Schema.optional(Schema.String) })

/** There is no user with this id in the app. */
export class UnknownUser extends Schema.TaggedError<UnknownUser>()("UserNotFound", { description: Schema.String }, {
  httpApiStatus: 404
}) {
  override get message() {
    return this.description
  }
}

const verdict = <A>(check: Effect.Effect<A, AuthError | InvalidSession | TokenInvalid>) =>
  Effect.match(check, {
    onFailure: ({ description }): typeof Verdict.Type => ({ valid: false, reason: description }),
    onSuccess: (): typeof Verdict.Type => ({ valid: true })
  })

export class TokenMint extends Context.Service<TokenMint, {
  readonly mint: (app: App, minting: Minting) => Effect.Effect<Redacted.Redacted, UnknownUser>
  readonly decode: (
    token: Redacted.Redacted
  ) => Effect.Effect<typeof Decoded.Type, Jwt.TokenMalformed>
  /** As the access token, refresh token or custom token that its `typ` says it is. */
  readonly verify: (app: App, token: Redacted.Redacted) => Effect.Effect<typeof Verdict.Type>
}>()("@atlas-bearer/emulator/TokenMint") {
  static readonly layer = Layer.effect(
    TokenMint,
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      const customTokens = yield* CustomTokens
      const identities = yield* Identities
      const sessions = yield* Sessions
      const users = yield* Users

      const decode = (token: Redacted.Redacted) => Effect.fromResult(Jwt.decode(token))

      /** A good token, and the secret that signs it. */
      const good = Effect.fnUntraced(function*(app: App, { kind, userId }: Minting) {
        if (kind === "custom") {
          const iat = Math.floor((yield* clock.nowIn(app.domainId)) / 1000)
          const { audience, otherAudiences = [] } = app.customToken
          const aud = otherAudiences.length === 0 ? audience : [audience, ...otherAudiences]
          const claims = { aud, exp: iat + 3600, iat, sub: userId ?? "custom-user" }
          return { secret: app.customToken.secret, token: Jwt.sign(claims, app.customToken.secret) }
        }
        const identity = userId === undefined
          ? Option.some(yield* users.createAnonymous(app))
          : yield* identities.firstOf(app.domainId, userId)
        if (Option.isNone(identity)) {
          return yield* new UnknownUser({ description: `the app has no user '${userId}'` })
        }
        const session = yield* sessions.start(app, identity.value, "0".repeat(24))
        return {
          secret: app.signingSecret,
          token: kind === "access" ? session.accessToken : session.refreshToken
        }
      })

      return TokenMint.of({
        mint: Effect.fn("TokenMint.mint")(function*(app, minting) {
          const { secret, token } = yield* good(app, minting)
          const { claims = {}, expiresIn, header = {}, wrongKey = false } = minting
          if (Object.keys({ ...claims, ...header }).length === 0 && expiresIn === undefined && !wrongKey) return token
          const decoded = yield* Effect.orDie(decode(token))
          const exp = expiresIn === undefined
            ? {}
            : { exp: Math.floor((yield* clock.nowIn(app.domainId)) / 1000) + expiresIn }
          const changed = Object.entries({ ...decoded.claims, ...exp, ...claims }).filter(([name]) =>
            claims[name] !== null
          )
          const key = wrongKey ? Redacted.make(randomBytes(32).toString("base64url")) : secret
          return Jwt.sign(Object.fromEntries(changed), key, { ...decoded.header, ...header })
        }),
        decode,
        verify: Effect.fn("TokenMint.verify")(function*(app, token) {
          const decoded = Option.getOrUndefined(yield* Effect.option(decode(token)))
          const typ = decoded?.claims["typ"]
          if (typ === "refresh") return yield* verdict(sessions.holder(token))
          // Tokens of sessions name their type, tokens of other issuers need not.
          return yield* decoded !== undefined && typ === undefined
            ? verdict(customTokens.prove(app, token))
            : verdict(sessions.authenticateFor(app, token))
        })
      })
    })
  )
}
