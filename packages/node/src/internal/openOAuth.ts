/** Calls the OAuth endpoints over this process's pool. */
import { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import * as Effect from "effect/Effect"
import * as transport from "./transport.ts"

export const openOAuth = (baseUrl: URL) => Effect.provide(OAuthClient.make({ baseUrl }), transport.layer)
