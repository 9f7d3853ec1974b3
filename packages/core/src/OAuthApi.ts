/**
 * The OAuth 2.0 endpoints of Cloud Manager and Atlas: service accounts obtain and revoke access tokens.
 *
 * Source: https://github.com/mongodb/docs/tree/main/content/cloud-manager/source/reference/api/service-accounts
 */
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import { IssueToken } from "./endpoints/oauth/IssueToken.ts"
import { RevokeToken } from "./endpoints/oauth/RevokeToken.ts"

export const OAuthApi = HttpApi.make("OAuthApi").add(
  HttpApiGroup.make("oauth", { topLevel: true }).add(IssueToken, RevokeToken)
)
