/** Answers requests that do not decode with the failure that the API documents for them. */
import { AdminApi } from "@atlas-bearer/core/AdminApi"
import { ClientApi } from "@atlas-bearer/core/ClientApi"
import { BadRequest, InvalidSession, onWire } from "@atlas-bearer/core/ClientError"
import { OAuthApi } from "@atlas-bearer/core/OAuthApi"
import { InvalidClient, InvalidGrant, InvalidRequest } from "@atlas-bearer/core/OAuthError"
import { oauthErrors } from "@atlas-bearer/core/OAuthErrorOnWire"
import * as Effect from "effect/Effect"
import type { HttpApiSchemaError } from "effect/http-api/HttpApiError"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { AtlasApi } from "../AtlasApi.ts"
import { AtlasErrors, invalid, unauthorized } from "../AtlasError.ts"
import { digestChallenge } from "./digestChallenge.ts"

/** A client route was asked without a readable bearer token. */
class MissingAuthReq extends Schema.TaggedError<MissingAuthReq>()("MissingAuthReq", { description: Schema.String }, {
  httpApiStatus: 401
}) {}

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

/** Names the first field that is wrong, never its value. */
const complaint = (error: HttpApiSchemaError): BadRequest => {
  const path = issuesOf(error.cause.issue).issues[0]?.path?.map(String).join(".") ?? ""
  const description = path === "" ? "the request body is not valid JSON" : `'${path}' is missing or of the wrong type`
  return new BadRequest({ description })
}

/** For the Client API. */
export class UndecodableClientRequest extends HttpApiMiddleware.Service<UndecodableClientRequest>()(
  "@atlas-bearer/emulator/UndecodableClientRequest",
  { error: [onWire(BadRequest), onWire(MissingAuthReq)] }
) {}

/** For the Admin API. */
export class UndecodableAdminRequest extends HttpApiMiddleware.Service<UndecodableAdminRequest>()(
  "@atlas-bearer/emulator/UndecodableAdminRequest",
  { error: [onWire(BadRequest), onWire(InvalidSession)] }
) {}

/** For the OAuth endpoints. */
export class UndecodableOAuthRequest extends HttpApiMiddleware.Service<UndecodableOAuthRequest>()(
  "@atlas-bearer/emulator/UndecodableOAuthRequest",
  { error: oauthErrors }
) {}

/** For the Atlas Administration API. */
export class UndecodableAtlasRequest extends HttpApiMiddleware.Service<UndecodableAtlasRequest>()(
  "@atlas-bearer/emulator/UndecodableAtlasRequest",
  { error: AtlasErrors }
) {}

/** The declared APIs, ready to be served. */
export const ServedClientApi = ClientApi.middleware(UndecodableClientRequest)
export const ServedAdminApi = AdminApi.middleware(UndecodableAdminRequest)
export const ServedOAuthApi = OAuthApi.middleware(UndecodableOAuthRequest)
export const ServedAtlasApi = AtlasApi.middleware(UndecodableAtlasRequest)

export const layer = Layer.mergeAll(
  HttpApiMiddleware.layerSchemaErrorTransform(
    UndecodableAtlasRequest,
    (error) => Effect.fail(error.kind === "Headers" ? unauthorized : invalid(complaint(error).description))
  ),
  HttpApiMiddleware.layerSchemaErrorTransform(UndecodableClientRequest, (error) =>
    Effect.fail(
      error.kind === "Headers" ? new MissingAuthReq({ description: "must authenticate first" }) : complaint(error)
    )),
  HttpApiMiddleware.layerSchemaErrorTransform(
    UndecodableAdminRequest,
    (error) =>
      Effect.fail(error.kind === "Headers" ? new InvalidSession({ description: "invalid session" }) : complaint(error))
  ),
  HttpApiMiddleware.layerSchemaErrorTransform(UndecodableOAuthRequest, (error, { endpoint }) => {
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
  })
)
