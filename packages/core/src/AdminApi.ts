/**
 * The Admin API v3.0 of App Services: administrators log in, verify users' access tokens, and manage an app's users, API
 * keys, authentication providers and security. For servers only.
 *
 * Source: https://github.com/mongodb/docs-app-services/blob/f7237cc951ae41ea9f8868874d02830f0ac03fd7/source/openapi-admin-v3.yaml
 */
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import { AdminLogin } from "./endpoints/admin/AdminLogin.ts"
import { ConfirmPendingUser } from "./endpoints/admin/ConfirmPendingUser.ts"
import { CreateAuthProvider } from "./endpoints/admin/CreateAuthProvider.ts"
import { CreateServerApiKey } from "./endpoints/admin/CreateServerApiKey.ts"
import { CreateUser } from "./endpoints/admin/CreateUser.ts"
import { DeleteAdminSession } from "./endpoints/admin/DeleteAdminSession.ts"
import { DeleteAuthProvider } from "./endpoints/admin/DeleteAuthProvider.ts"
import { DeletePendingUser } from "./endpoints/admin/DeletePendingUser.ts"
import { DeleteServerApiKey } from "./endpoints/admin/DeleteServerApiKey.ts"
import { DeleteUser } from "./endpoints/admin/DeleteUser.ts"
import { DisableAuthProvider } from "./endpoints/admin/DisableAuthProvider.ts"
import { DisableServerApiKey } from "./endpoints/admin/DisableServerApiKey.ts"
import { DisableUser } from "./endpoints/admin/DisableUser.ts"
import { EnableAuthProvider } from "./endpoints/admin/EnableAuthProvider.ts"
import { EnableServerApiKey } from "./endpoints/admin/EnableServerApiKey.ts"
import { EnableUser } from "./endpoints/admin/EnableUser.ts"
import { GetAdminProfile } from "./endpoints/admin/GetAdminProfile.ts"
import { GetAuthProvider } from "./endpoints/admin/GetAuthProvider.ts"
import { GetCustomUserData } from "./endpoints/admin/GetCustomUserData.ts"
import { GetRefreshTokenExpiration } from "./endpoints/admin/GetRefreshTokenExpiration.ts"
import { GetServerApiKey } from "./endpoints/admin/GetServerApiKey.ts"
import { GetUser } from "./endpoints/admin/GetUser.ts"
import { ListAdminProviders } from "./endpoints/admin/ListAdminProviders.ts"
import { ListAllowedRequestOrigins } from "./endpoints/admin/ListAllowedRequestOrigins.ts"
import { ListApps } from "./endpoints/admin/ListApps.ts"
import { ListAuthProviders } from "./endpoints/admin/ListAuthProviders.ts"
import { ListPendingUsers } from "./endpoints/admin/ListPendingUsers.ts"
import { ListServerApiKeys } from "./endpoints/admin/ListServerApiKeys.ts"
import { ListUserDevices } from "./endpoints/admin/ListUserDevices.ts"
import { ListUsers } from "./endpoints/admin/ListUsers.ts"
import { LogOutUser } from "./endpoints/admin/LogOutUser.ts"
import { RefreshAdminSession } from "./endpoints/admin/RefreshAdminSession.ts"
import { ResetUserEmail } from "./endpoints/admin/ResetUserEmail.ts"
import { RunConfirmation } from "./endpoints/admin/RunConfirmation.ts"
import { SendConfirmation } from "./endpoints/admin/SendConfirmation.ts"
import { SetAllowedRequestOrigins } from "./endpoints/admin/SetAllowedRequestOrigins.ts"
import { SetRefreshTokenExpiration } from "./endpoints/admin/SetRefreshTokenExpiration.ts"
import { UpdateAuthProvider } from "./endpoints/admin/UpdateAuthProvider.ts"
import { UpdateCustomUserData } from "./endpoints/admin/UpdateCustomUserData.ts"
import { VerifyToken } from "./endpoints/admin/VerifyToken.ts"

export const AdminApi = HttpApi.make("AdminApi").add(
  HttpApiGroup.make("admin", { topLevel: true }).add(
    ListAdminProviders,
    AdminLogin,
    RefreshAdminSession,
    DeleteAdminSession,
    GetAdminProfile,
    ListApps
  ),
  HttpApiGroup.make("users", { topLevel: true }).add(
    ListUsers,
    CreateUser,
    VerifyToken,
    GetUser,
    DeleteUser,
    EnableUser,
    DisableUser,
    LogOutUser,
    ResetUserEmail,
    ListUserDevices
  ),
  HttpApiGroup.make("registrations", { topLevel: true }).add(
    ListPendingUsers,
    DeletePendingUser,
    SendConfirmation,
    ConfirmPendingUser,
    RunConfirmation
  ),
  HttpApiGroup.make("serverApiKeys", { topLevel: true }).add(
    ListServerApiKeys,
    CreateServerApiKey,
    GetServerApiKey,
    DeleteServerApiKey,
    EnableServerApiKey,
    DisableServerApiKey
  ),
  HttpApiGroup.make("authProviders", { topLevel: true }).add(
    ListAuthProviders,
    CreateAuthProvider,
    GetAuthProvider,
    UpdateAuthProvider,
    DeleteAuthProvider,
    EnableAuthProvider,
    DisableAuthProvider
  ),
  HttpApiGroup.make("security", { topLevel: true }).add(
    ListAllowedRequestOrigins,
    SetAllowedRequestOrigins,
    GetRefreshTokenExpiration,
    SetRefreshTokenExpiration,
    GetCustomUserData,
    UpdateCustomUserData
  )
)
