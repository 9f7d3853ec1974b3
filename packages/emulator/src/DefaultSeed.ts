/** The values of the vendor's pages. None of them is a secret: they are in every copy of this package. */

export const app = {
  clientAppId: "myapp-abcde",
  id: "5997529e46224c6e42fb6dd9",
  groupId: "57879f6cc4b32dbe440bb8c5"
}

/** The organisation of all projects and service accounts. */
export const organization = { id: "32b6e34b3d91647abb20e7b8", name: "myorg" }

/** Confirmed, and may log in with `local-userpass`. */
export const user = { username: "test@example.com", password: "password" }

/** Logs in with `api-key` as a user of type `server`. */
export const serverApiKey = "hScMWZyOKnjQMbfDPMJ1qHgtdGT2raQXdVDDvlC2SzKEBKlHKV8FK9SPCSTnODPg"

/** Tokens for `custom-token` are signed with this secret (HS256) for this audience. */
export const customToken = { secret: "custom-jwt-shared-secret-at-least-32-bytes!", audience: "myapp-abcde" }

/** The MongoDB Cloud API key of the administrator. */
export const administrator = { publicKey: "publickey", privateKey: "00000000-0000-4000-8000-000000000000" }

/** Of Cloud Manager and Atlas, in the organisation above. */
export const serviceAccount = {
  clientId: "mdb_sa_id_0123456789abcdef01234567",
  clientSecret: "mdb_sa_sk_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789"
}
