/** A server that gives out tokens for client credentials. */
export interface TokenServer {
  readonly name: string
  /** The URL of its token endpoint. */
  readonly start: () => Promise<string>
}

export const credentials = {
  clientId: "mdb_sa_id_0123456789abcdef01234567",
  clientSecret: "mdb_sa_sk_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789"
}
