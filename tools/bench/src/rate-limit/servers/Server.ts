/** What a server under test is to the process that serves it. */

export interface Reply {
  readonly status: number
  readonly fields?: Readonly<Record<string, string>>
  readonly content?: unknown
}

/** `Seen` is what it has counted. It goes to the bench as a message, so it is plain data. */
export interface Server<Seen> {
  /** Called when a request's header arrives. */
  readonly reply: (request: { readonly path: string }) => Reply
  readonly seen: () => Seen
}

/** What a server counts that only limits. */
export interface Totals {
  readonly requests: number
  readonly refused: number
}
