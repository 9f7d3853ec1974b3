/** `GET /api/admin/v3.0/auth/providers`: the ways in which administrators log in. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { InternalServerError, onWire } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { AuthProviderSummary } from "./AuthProvider.ts"

/** Needs no token. */
export const ListAdminProviders = HttpApiEndpoint.get("listAdminProviders", "/api/admin/v3.0/auth/providers", {
  success: Schema.Array(AuthProviderSummary),
  error: onWire(InternalServerError)
}).annotate(Idempotent, true)
