/** https://www.npmjs.com/package/fast-jwt with its cache, behind the least middleware that does. */
import { createVerifier } from "fast-jwt"
import type { Guard } from "./Guard.ts"

const guard = (
  name: string,
  token: Guard["token"],
  key: "secret" | "publicKeyPem",
  algorithm: "HS256" | "RS256"
): Guard => ({
  name,
  token,
  handlers: (given) => {
    const { audience: allowedAud, issuer: allowedIss } = given
    const verify = createVerifier({ key: given[key], algorithms: [algorithm], allowedAud, allowedIss, cache: true })
    return [
      (request, response, next) => {
        const { authorization = "" } = request.headers
        try {
          response.locals["claims"] = verify(authorization.slice("Bearer ".length))
        } catch {
          response.status(401).end()
          return
        }
        next()
      }
    ]
  }
})

export const fastJwt: ReadonlyArray<Guard> = [
  guard("fast-jwt HS256, cached", "hs256", "secret", "HS256"),
  guard("fast-jwt RS256, cached", "rs256", "publicKeyPem", "RS256")
]
