/** https://www.npmjs.com/package/express-jwt */
import { expressjwt } from "express-jwt"
import type { Guard } from "./Guard.ts"

export const expressJwt: ReadonlyArray<Guard> = [
  {
    name: "express-jwt HS256",
    token: "hs256",
    handlers: ({ audience, issuer, secret }) => [expressjwt({ secret, issuer, audience, algorithms: ["HS256"] })]
  },
  {
    name: "express-jwt RS256",
    token: "rs256",
    handlers: ({ audience, issuer, publicKeyPem }) => [
      expressjwt({ secret: publicKeyPem, issuer, audience, algorithms: ["RS256"] })
    ]
  }
]
