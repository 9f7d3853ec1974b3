/** The `WWW-Authenticate` field of the token endpoint's 401, as the vendor's page prints it, with a fresh nonce. */
import * as Effect from "effect/Effect"
import { randomBytes } from "node:crypto"

export const digestChallenge = Effect.sync(() =>
  `Digest realm="MMS Public API", domain="", nonce="${
    randomBytes(16).toString("base64")
  }", algorithm=MD5, op="auth", stale=false`
)
