/** Every secret that the calls of `calls.ts` and `adminCalls.ts` carry. Some look like a token, some do not. */
import { Redacted } from "effect"

export const secrets = {
  accessToken: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhY2Nlc3MifQ.n3WsiGnature-_0",
  adminToken: "admin!token",
  refreshToken: "refresh:token;1",
  password: "corrêct \"horse\"\n battery",
  apiKey: "hScMWZyOKnjQMbfDPMJ1qHgtdGT2raQXdVDDvlC2SzKEBKlHKV8FK9SPCSTnODPg",
  externalToken: "e.x.t",
  authCode: "4/0AX%2Fcode",
  privateKey: "8d1e-43ab",
  clientSecret: "mdb_sa_sk_p+:/4 short"
}

export const bearer = (token: string) => ({ authorization: Redacted.make(token) })
