/** The session of an app's user below the path of the app, where a sample of the vendor's asks for it. */
import { Bearer } from "@atlas-bearer/core/Bearer"
import { AppNotFound, InvalidSession, onWire, TokenInvalid, withoutCode } from "@atlas-bearer/core/ClientError"
import { PathSegment } from "@atlas-bearer/core/PathSegment"
import { RenewedSession } from "@atlas-bearer/core/Session"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"

const path = "/api/client/v2.0/app/:clientAppId/auth/session"

const request = {
  params: { clientAppId: PathSegment },
  headers: { authorization: Bearer },
  error: [onWire(InvalidSession), withoutCode(TokenInvalid), withoutCode(AppNotFound)]
} as const

export const AppSessionEndpoints = HttpApiGroup.make("appSessions", { topLevel: true }).add(
  HttpApiEndpoint.post("refreshAppSession", path, {
    ...request,
    success: RenewedSession.pipe(HttpApiSchema.status("Created"))
  }),
  HttpApiEndpoint.delete("deleteAppSession", path, { ...request, success: HttpApiSchema.NoContent })
)
