/** The Admin API, as it is served. */
import { AdminApi } from "@atlas-bearer/core/AdminApi"
import { UndecodableAdminRequest } from "../middleware/UndecodableAdminRequest.ts"

export const ServedAdminApi = AdminApi.middleware(UndecodableAdminRequest)
