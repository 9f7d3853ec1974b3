/** A token as another identity provider would issue it for this app. */
import { SignJWT } from "jose"

interface Options {
  readonly secret: string
  readonly audience: string
  readonly subject: string
  /** Milliseconds since 1970, by default this machine's time. */
  readonly now?: number
}

/** Signed with the secret that the app's custom-token provider trusts, for its audience. Good for five minutes. */
export const issue = (options: Options) => {
  const issuedAt = Math.floor((options.now ?? Date.now()) / 1000)
  return new SignJWT()
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setAudience(options.audience)
    .setSubject(options.subject)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + 300)
    .sign(new TextEncoder().encode(options.secret))
}
