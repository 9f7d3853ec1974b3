/** The least that any guard of its kind does, without a check of anything else: what is left is Express and OpenSSL. */
import type { RequestHandler } from "express"
import { createPublicKey, hash, verify } from "node:crypto"
import type { Guard } from "./Guard.ts"

const tokenOf = ({ headers: { authorization = "" } }: Parameters<RequestHandler>[0]) =>
  authorization.slice("Bearer ".length)

const remembering = (what: string, keyOf: (token: string) => string): Guard => ({
  name: `least: ${what}, and a Map`,
  token: "emulator",
  handlers: () => {
    const claims = new Map<string, object>()
    return [
      (request, response, next) => {
        const key = keyOf(tokenOf(request))
        if (!claims.has(key)) claims.set(key, {})
        response.locals["claims"] = claims.get(key)
        next()
      }
    ]
  }
})

export const least: ReadonlyArray<Guard> = [
  {
    name: "least: a middleware",
    token: "emulator",
    handlers: () => [(_request, _response, next) => next()]
  },
  remembering("the token", (token) => token),
  remembering("SHA-256 of the token", (token) => hash("sha256", token)),
  {
    name: "least: an RS256 signature",
    token: "rs256",
    handlers: ({ publicKeyPem }) => {
      const key = createPublicKey(publicKeyPem)
      return [
        (request, response, next) => {
          const token = tokenOf(request)
          const end = token.lastIndexOf(".")
          const signature = Buffer.from(token.slice(end + 1), "base64url")
          if (verify("sha256", Buffer.from(token.slice(0, end)), key, signature)) next()
          else response.status(401).end()
        }
      ]
    }
  }
]
