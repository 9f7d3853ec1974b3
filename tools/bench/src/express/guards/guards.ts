/** Who takes part. */
import { atlasBearer } from "./atlasBearer.ts"
import { expressJwt } from "./expressJwt.ts"
import { expressOauth2JwtBearer } from "./expressOauth2JwtBearer.ts"
import { fastJwt } from "./fastJwt.ts"
import type { Guard } from "./Guard.ts"
import { passportJwt } from "./passportJwt.ts"

/** What all are compared with: it lets everybody pass, and is sent a token like the others. */
export const bare: Guard = { name: "bare Express 5", token: "hs256", handlers: () => [] }

export const guards: ReadonlyArray<Guard> = [
  bare,
  ...atlasBearer,
  ...fastJwt,
  ...expressOauth2JwtBearer,
  ...expressJwt,
  ...passportJwt
]
