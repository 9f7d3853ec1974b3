/** Verifiers over a stub of the wire. */
import type { stubHttpClient } from "@atlas-bearer/core/testing/stubHttpClient"
import { unscheduled } from "@atlas-bearer/core/testing/unscheduled"
import * as TokenVerifier from "@atlas-bearer/core/TokenVerifier"
import { Effect, Redacted } from "effect"
import { digests } from "./digests.ts"

export const token = Redacted.make("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl")
export const session = () => Response.json({ access_token: "admin-1", refresh_token: "admin-r" })
export const claims = { sub: "60367b71e07e1fa6f55af328", exp: 1614185081, iat: 1614183281 }

export const make = (
  stub: ReturnType<typeof stubHttpClient>,
  options: Partial<TokenVerifier.Options> = {},
  digest = digests().layer,
  sender = unscheduled
) =>
  TokenVerifier.make({
    baseUrl: new URL("https://admin.test"),
    groupId: "g",
    appId: "a",
    publicKey: "public",
    privateKey: Redacted.make("private"),
    ...options
  }).pipe(Effect.provide([sender, stub.layer, digest]))
