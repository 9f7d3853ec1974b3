/** Logs in with credentials of any provider. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { UnexpectedReply } from "../ApiError.ts"
import type { AppServicesClient } from "../AppServicesClient.ts"
import type { Credentials, LoginError } from "../Credentials.ts"
import { Session } from "../Session.ts"

const isSession = Schema.is(Session)

/** Without a refresh token it answers a link request, not a login. */
const withoutRefreshToken = () => new UnexpectedReply({ operation: "logIn", status: 200, excerpt: "" })

export const beginSession = (
  credentials: Credentials,
  client: AppServicesClient["Service"],
  clientAppId: string
): Effect.Effect<Session, LoginError> =>
  Effect.filterOrFail(credentials.logIn(client, clientAppId), isSession, withoutRefreshToken)
