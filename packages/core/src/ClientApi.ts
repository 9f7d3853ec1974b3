/**
 * The Client API v2.0 of App Services: users register, log in, renew their session, ask who they are, manage their API
 * keys, call functions, run GraphQL and register devices for push notifications.
 *
 * Source: https://github.com/mongodb/docs-app-services/blob/c35bac42fb827615fbe8f0c3d0cb82459b80f38a/source/graphql/authenticate.txt
 */
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import { CallFunction } from "./endpoints/client/CallFunction.ts"
import { CallResetPasswordFunction } from "./endpoints/client/CallResetPasswordFunction.ts"
import { ConfirmUser } from "./endpoints/client/ConfirmUser.ts"
import { CreateApiKey } from "./endpoints/client/CreateApiKey.ts"
import { DeleteApiKey } from "./endpoints/client/DeleteApiKey.ts"
import { DeleteSession } from "./endpoints/client/DeleteSession.ts"
import { DeleteUser } from "./endpoints/client/DeleteUser.ts"
import { DeregisterDevice } from "./endpoints/client/DeregisterDevice.ts"
import { DisableApiKey } from "./endpoints/client/DisableApiKey.ts"
import { EnableApiKey } from "./endpoints/client/EnableApiKey.ts"
import { ExecuteGraphql } from "./endpoints/client/ExecuteGraphql.ts"
import { GetApiKey } from "./endpoints/client/GetApiKey.ts"
import { GetLocation } from "./endpoints/client/GetLocation.ts"
import { GetProfile } from "./endpoints/client/GetProfile.ts"
import { ListApiKeys } from "./endpoints/client/ListApiKeys.ts"
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
import { RegisterDevice } from "./endpoints/client/RegisterDevice.ts"
import { RegisterUser } from "./endpoints/client/RegisterUser.ts"
import { ResendConfirmation } from "./endpoints/client/ResendConfirmation.ts"
import { ResetPassword } from "./endpoints/client/ResetPassword.ts"
import { RetryCustomConfirmation } from "./endpoints/client/RetryCustomConfirmation.ts"
import { SendResetPasswordEmail } from "./endpoints/client/SendResetPasswordEmail.ts"

export const ClientApi = HttpApi.make("ClientApi").add(
  HttpApiGroup.make("client", { topLevel: true }).add(
    GetLocation,
    RefreshSession,
    DeleteSession,
    GetProfile,
    DeleteUser,
    CallFunction,
    ExecuteGraphql
  ),
  HttpApiGroup.make("logins", { topLevel: true }).add(
    LoginAnonymous,
    LoginEmailPassword,
    LoginApiKey,
    LoginCustomToken,
    LoginCustomFunction,
    LoginGoogle,
    LoginFacebook,
    LoginApple,
    LoginWithProvider
  ),
  HttpApiGroup.make("emailPassword", { topLevel: true }).add(
    RegisterUser,
    ConfirmUser,
    ResendConfirmation,
    RetryCustomConfirmation,
    SendResetPasswordEmail,
    ResetPassword,
    CallResetPasswordFunction
  ),
  HttpApiGroup.make("apiKeys", { topLevel: true }).add(
    CreateApiKey,
    ListApiKeys,
    GetApiKey,
    DeleteApiKey,
    EnableApiKey,
    DisableApiKey
  ),
  HttpApiGroup.make("push", { topLevel: true }).add(RegisterDevice, DeregisterDevice)
)
