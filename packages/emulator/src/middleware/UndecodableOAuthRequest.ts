/** Answers requests of the OAuth endpoints that do not decode with the failure that is documented for them. */
import { InvalidClient, InvalidGrant, InvalidRequest } from "@atlas-bearer/core/OAuthError"
import { oauthErrors } from "@atlas-bearer/core/OAuthErrorOnWire"
import * as Effect from "effect/Effect"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import { digestChallenge } from "./digestChallenge.ts"

export class UndecodableOAuthRequest extends HttpApiMiddleware.Service<UndecodableOAuthRequest>()(
  "@atlas-bearer/emulator/UndecodableOAuthRequest",
  { error: oauthErrors }
) {
  static readonly layer = HttpApiMiddleware.layerSchemaErrorTransform(
    UndecodableOAuthRequest,
    (error, { endpoint }) => {
      if (error.kind === "Headers") {
        return Effect.flatMap(
          digestChallenge,
          (challenge) => Effect.fail(new InvalidClient({ description: "Invalid credentials provided.", challenge }))
        )
      }
      return Effect.fail(
        error.kind === "Payload" && endpoint.identifier === "issueToken"
          ? new InvalidGrant({ description: "Invalid grant." })
          : new InvalidRequest({ description: "The provided credentials are not valid." })
      )
    }
  )
}
