/** https://www.npmjs.com/package/passport-jwt */
import passport from "passport"
import { ExtractJwt, Strategy } from "passport-jwt"
import type { Given } from "../Given.ts"
import type { Guard } from "./Guard.ts"

const guard = (
  name: string,
  token: Guard["token"],
  key: (given: Given) => string,
  algorithm: "HS256" | "RS256"
): Guard => ({
  name,
  token,
  handlers: (given) => {
    const options = {
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: key(given),
      issuer: given.issuer,
      audience: given.audience,
      algorithms: [algorithm]
    }
    const strategy = new Strategy(options, (claims, done) => done(null, claims))
    return [new passport.Passport().use(strategy).authenticate("jwt", { session: false })]
  }
})

export const passportJwt: ReadonlyArray<Guard> = [
  guard("passport-jwt HS256", "hs256", ({ secret }) => secret, "HS256"),
  guard("passport-jwt RS256", "rs256", ({ publicKeyPem }) => publicKeyPem, "RS256")
]
