/** The Admin API v3.0 of App Services: administrators log in and verify users' access tokens. For servers only. */
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import { AdminLogin } from "./endpoints/admin/AdminLogin.ts"
import { DeleteAdminSession } from "./endpoints/admin/DeleteAdminSession.ts"
import { RefreshAdminSession } from "./endpoints/admin/RefreshAdminSession.ts"
import { VerifyToken } from "./endpoints/admin/VerifyToken.ts"

export const AdminApi = HttpApi.make("AdminApi").add(
  HttpApiGroup.make("admin", { topLevel: true }).add(
    AdminLogin,
    RefreshAdminSession,
    DeleteAdminSession,
    VerifyToken
  )
)
