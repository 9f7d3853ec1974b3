/** The Client API v2.0 of App Services: users log in, renew their session, ask who they are and run GraphQL. */
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import { DeleteSession } from "./endpoints/client/DeleteSession.ts"
import { ExecuteGraphql } from "./endpoints/client/ExecuteGraphql.ts"
import { GetLocation } from "./endpoints/client/GetLocation.ts"
import { GetProfile } from "./endpoints/client/GetProfile.ts"
import { LoginAnonymous } from "./endpoints/client/LoginAnonymous.ts"
import { LoginApiKey } from "./endpoints/client/LoginApiKey.ts"
import { LoginApple } from "./endpoints/client/LoginApple.ts"
import { LoginCustomFunction } from "./endpoints/client/LoginCustomFunction.ts"
import { LoginCustomToken } from "./endpoints/client/LoginCustomToken.ts"
import { LoginEmailPassword } from "./endpoints/client/LoginEmailPassword.ts"
import { LoginFacebook } from "./endpoints/client/LoginFacebook.ts"
import { LoginGoogle } from "./endpoints/client/LoginGoogle.ts"
import { LoginWithProvider } from "./endpoints/client/LoginWithProvider.ts"
import { RefreshSession } from "./endpoints/client/RefreshSession.ts"

export const ClientApi = HttpApi.make("ClientApi").add(
  HttpApiGroup.make("client", { topLevel: true }).add(
    GetLocation,
    LoginAnonymous,
    LoginEmailPassword,
    LoginApiKey,
    LoginCustomToken,
    LoginCustomFunction,
    LoginGoogle,
    LoginFacebook,
    LoginApple,
    LoginWithProvider,
    RefreshSession,
    DeleteSession,
    GetProfile,
    ExecuteGraphql
  )
)
