/** The claims of a session's token as the profile has them. */
import type { Switches } from "./Profile.ts"

interface Refreshing {
  readonly iat: number
  readonly exp: number
  readonly baas_identity?: { readonly provider_type: string }
}

const days = 24 * 3600
const named = (name: string) => name.startsWith("baas_") || name === "jti"

/** Seconds since 1970. */
export const expiry = ({ anonymousRefresh }: Switches, { baas_identity: identity, exp, iat }: Refreshing): number =>
  identity?.provider_type === "anon-user" && anonymousRefresh === "60 days" ? iat + 60 * days : exp

/** The names of 2020 are in every token: the emulator itself reads these. */
export const make = (profile: Switches, claims: Refreshing): Readonly<Record<string, unknown>> => {
  const all = { ...claims, exp: expiry(profile, claims) }
  return profile.claims === "stitch"
    ? Object.fromEntries(Object.entries(all).filter(([name]) => !named(name)))
    : all
}
