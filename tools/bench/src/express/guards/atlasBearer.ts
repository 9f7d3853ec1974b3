/** This project. */
import { DefaultSeed } from "@atlas-bearer/emulator"
import { requireBearer, type Verifier } from "@atlas-bearer/express"
import { LocalVerifier, TokenVerifier } from "@atlas-bearer/node"
import type { Given } from "../Given.ts"
import type { Guard } from "./Guard.ts"

const remote = (options: Partial<TokenVerifier.Options>) => ({ emulatorUrl }: Given) =>
  TokenVerifier.make({
    ...DefaultSeed.administrator,
    groupId: DefaultSeed.app.groupId,
    appId: DefaultSeed.app.id,
    baseUrl: emulatorUrl,
    ...options
  })

const guard = (name: string, token: Guard["token"], verifier: (given: Given) => Verifier.Verifier): Guard => ({
  name: `atlas-bearer, ${name}`,
  token,
  handlers: (given) => [requireBearer({ verifier: verifier(given), realm: "bench" })]
})

export const atlasBearer: ReadonlyArray<Guard> = [
  guard("TokenVerifier, cached", "emulator", remote({})),
  guard("TokenVerifier, maxAge 0", "emulator", remote({ maxAge: 0 })),
  guard("LocalVerifier HS256", "hs256", ({ secret }) => LocalVerifier.make({ secret })),
  guard(
    "LocalVerifier RS256",
    "rs256",
    ({ audience, issuer, jwksUrl }) => LocalVerifier.make({ jwksUrl, issuer, audience, algorithms: ["RS256"] })
  )
]
