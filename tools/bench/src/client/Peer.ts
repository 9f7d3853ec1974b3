/** A client library that reads JSON with a bearer token. */

export interface Client {
  /** The content of `/x`; rejects when it is refused. */
  readonly get: () => Promise<unknown>
  readonly close: () => unknown
}

export interface Peer {
  readonly name: string
  readonly make: (baseUrl: string) => Client
}

/** Of those that know nothing of tokens: the one that the server issues first. */
export const fields = { authorization: "Bearer t1" }
