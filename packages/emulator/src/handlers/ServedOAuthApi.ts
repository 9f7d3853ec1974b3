/** The OAuth endpoints, as they are served. */
import { OAuthApi } from "@atlas-bearer/core/OAuthApi"
import { UndecodableOAuthRequest } from "../middleware/UndecodableOAuthRequest.ts"

export const ServedOAuthApi = OAuthApi.middleware(UndecodableOAuthRequest)
