/** The texts of a token's header and claims. */
import { Redacted } from "effect"

export const jwtParts = (token: string | Redacted.Redacted) => {
  const [header = "", claims = ""] = (typeof token === "string" ? token : Redacted.value(token)).split(".")
    .map((part) => Buffer.from(part, "base64url").toString())
  return { header, claims }
}
