/** A token as another identity provider would issue it for this app. */
import { SignJWT } from "jose"

/** Signed with the secret that the app's custom-token provider trusts, for its audience. */
export const issue = (options: { readonly secret: string; readonly audience: string; readonly subject: string }) =>
  new SignJWT()
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setAudience(options.audience)
    .setSubject(options.subject)
    .setIssuedAt()
    .setExpirationTime("5 minutes")
    .sign(new TextEncoder().encode(options.secret))
