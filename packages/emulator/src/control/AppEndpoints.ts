/** The part of the control plane about apps, their users and sessions, and tokens for them. */
import { AppNotFound, BadRequest, onWire, withoutCode } from "@atlas-bearer/core/ClientError"
import { AccountNameInUse } from "@atlas-bearer/core/EmailPasswordError"
import { Secret } from "@atlas-bearer/core/Secret"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { TokenMalformed } from "../Jwt.ts"
import { NewApp } from "../NewApp.ts"
import { Held, KnownUser } from "../Population.ts"
import { AppNameInUse } from "../Tenants.ts"
import { Provider } from "../TokenLab.ts"
import { Decoded, Minting, UnknownUser, Verdict } from "../TokenMint.ts"
import { NotFound } from "./StateEndpoints.ts"

/** What a test needs to know of an app. */
export const KnownApp = Schema.Struct({
  clientAppId: Schema.String,
  id: Schema.String,
  groupId: Schema.String,
  domainId: Schema.String,
  name: Schema.String,
  customToken: Schema.Struct({ secret: Secret, audience: Schema.String })
})

const InApp = { clientAppId: Schema.String }
const apps = "/__emulator/apps"
const app = `${apps}/:clientAppId` as const
const unknown = withoutCode(AppNotFound)
const Token = Schema.Struct({ token: Secret })
const NewUser = Schema.Struct({ email: Schema.String, password: Secret })

export const AppEndpoints = HttpApiGroup.make("apps", { topLevel: true }).add(
  HttpApiEndpoint.get("listApps", apps, { success: Schema.Array(KnownApp) }),
  HttpApiEndpoint.post("createApp", apps, {
    payload: NewApp,
    success: KnownApp.pipe(HttpApiSchema.status("Created")),
    error: [onWire(AppNameInUse), onWire(AccountNameInUse), onWire(BadRequest)]
  }),
  HttpApiEndpoint.delete("deleteApp", app, { params: InApp, error: unknown }),
  HttpApiEndpoint.get("listUsers", `${app}/users`, {
    params: InApp,
    success: Schema.Array(KnownUser),
    error: unknown
  }),
  HttpApiEndpoint.post("createUser", `${app}/users`, {
    params: InApp,
    payload: NewUser,
    success: Schema.Struct({ id: Schema.String }).pipe(HttpApiSchema.status("Created")),
    error: [unknown, onWire(AccountNameInUse), onWire(BadRequest)]
  }),
  HttpApiEndpoint.delete("deleteUserOf", `${app}/users/:userId`, {
    params: { ...InApp, userId: Schema.String },
    error: [unknown, onWire(NotFound)]
  }),
  HttpApiEndpoint.get("listSessions", `${app}/sessions`, {
    params: InApp,
    success: Schema.Array(Held),
    error: unknown
  }),
  HttpApiEndpoint.delete("revokeSession", `${app}/sessions/:sessionId`, {
    params: { ...InApp, sessionId: Schema.String },
    error: [unknown, onWire(NotFound)]
  })
)

export const TokenEndpoints = HttpApiGroup.make("tokens", { topLevel: true }).add(
  HttpApiEndpoint.post("makeCredential", `${app}/tokens/credential`, {
    params: InApp,
    payload: Schema.Struct({
      provider: Provider,
      sub: Schema.String,
      email: Schema.optional(Schema.String),
      name: Schema.optional(Schema.String),
      audience: Schema.optional(Schema.String),
      expiresIn: Schema.optional(Schema.DurationFromString)
    }),
    success: Token.pipe(HttpApiSchema.status("Created")),
    error: unknown
  }),
  HttpApiEndpoint.post("mintToken", `${app}/tokens/mint`, {
    params: InApp,
    payload: Minting,
    success: Token.pipe(HttpApiSchema.status("Created")),
    error: [unknown, onWire(UnknownUser)]
  }),
  HttpApiEndpoint.post("decodeToken", `${app}/tokens/decode`, {
    params: InApp,
    payload: Token,
    success: Decoded,
    error: [unknown, onWire(TokenMalformed).pipe(HttpApiSchema.status(400))]
  }),
  HttpApiEndpoint.post("judgeToken", `${app}/tokens/verify`, {
    params: InApp,
    payload: Token,
    success: Verdict,
    error: unknown
  })
)
