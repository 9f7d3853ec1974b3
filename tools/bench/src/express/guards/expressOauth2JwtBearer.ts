/** https://www.npmjs.com/package/express-oauth2-jwt-bearer */
import { auth } from "express-oauth2-jwt-bearer"
import type { Guard } from "./Guard.ts"

export const expressOauth2JwtBearer: ReadonlyArray<Guard> = [
  {
    name: "express-oauth2-jwt-bearer HS256",
    token: "hs256",
    handlers: ({ audience, issuer, secret }) => [auth({ issuer, audience, secret, tokenSigningAlg: "HS256" })]
  },
  {
    name: "express-oauth2-jwt-bearer RS256",
    token: "rs256",
    handlers: ({ audience, issuer, jwksUrl }) => [
      auth({ issuer, audience, jwksUri: jwksUrl, tokenSigningAlg: "RS256" })
    ]
  }
]
