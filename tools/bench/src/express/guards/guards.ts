/** Who takes part. */
import { atlasBearer } from "./atlasBearer.ts"
import { expressJwt } from "./expressJwt.ts"
import { expressOauth2JwtBearer } from "./expressOauth2JwtBearer.ts"
import { fastJwt } from "./fastJwt.ts"
import type { Guard } from "./Guard.ts"
import { least } from "./least.ts"
import { passportJwt } from "./passportJwt.ts"

/** Nobody. Compared with the open route it says how well any difference is known. */
export const bare: Guard = { name: "bare Express 5", token: "emulator", handlers: () => [] }

export const guards: ReadonlyArray<Guard> = [
  bare,
  ...least,
  ...atlasBearer,
  ...fastJwt,
  ...expressOauth2JwtBearer,
  ...expressJwt,
  ...passportJwt
]
