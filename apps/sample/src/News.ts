/** What the server tells its pages, as JSON. Times are milliseconds since 1970; none of it is a secret. */

/** What a call does: it waits at the gate, is sent, rests before a further try, or has its token renewed after a 401. */
export type Phase = "waiting" | "sending" | "resting" | "renewing"

/** A stretch of a call. `status` and `cause` say how a `sending` ended: with a reply, or without one. */
export interface Span {
  readonly phase: Phase
  readonly from: number
  readonly to?: number
  readonly status?: number
  readonly cause?: string
}

/** On whose behalf the server calls. */
export type Who = "visitor" | "account" | "administrator"

/** An HTTP call of the server, with all its requests. */
export interface Call {
  readonly id: number
  readonly who: Who
  readonly method: string
  readonly path: string
  readonly spans: ReadonlyArray<Span>
  /** The call is over since then. */
  readonly end?: number | undefined
}

/** A limit that the server of the API has closed. The instant is one of the emulator's clock. */
export interface Gate {
  readonly key: string
  readonly opensAt: number
}

/** A token that a client of the server holds. Both times are of the emulator's clock. */
export interface Holding {
  readonly who: Who
  /** The user's id, of a visitor's token. */
  readonly userId?: string
  readonly obtainedAt: number
  readonly expiresAt: number
  /** How many tokens this holder has had. */
  readonly count: number
}

/** What is known of the service account. Times are of the emulator's clock. */
export interface AccountState {
  readonly clientId: string
  /** When token requests were admitted. */
  readonly requests: ReadonlyArray<number>
  readonly limit: number
  /** Milliseconds. */
  readonly window: number
  /** When each token ends that was issued and not revoked. */
  readonly expiries: ReadonlyArray<number>
  readonly quota: number
  readonly secrets: ReadonlyArray<{ readonly id: string; readonly createdAt: string }>
}

export type FaultName = "limited" | "unavailable" | "reset" | "refused" | "renewalDown"
export type FaultTarget = "movies" | "projects"

export interface ArmedFault {
  readonly name: FaultName
  readonly target?: FaultTarget
}

/** How far a client has come with a number of calls at once. */
export interface Progress {
  readonly calls: number
  readonly done: number
  readonly failed: number
  readonly requests: number
  /** Of the requests, those that were answered with 429. */
  readonly refused: number
  readonly startedAt: number
  readonly endedAt?: number
}

/** The same calls by two clients, each against a server of its own with the same limit. */
export interface Comparison {
  /** The limit in words. */
  readonly limit: string
  readonly ours?: Progress
  readonly naive?: Progress
}

export interface Parts {
  readonly gates: ReadonlyArray<Gate>
  readonly holdings: ReadonlyArray<Holding>
  readonly account: AccountState
  readonly faults: ReadonlyArray<ArmedFault>
  readonly comparison: Comparison
}

/** One message: the parts and the calls that changed; the first one has them all. */
export interface News extends Partial<Parts> {
  /** The server's time, which `calls` and `comparison` follow. */
  readonly at: number
  /** The emulator's time. */
  readonly now: number
  readonly calls: ReadonlyArray<Call>
}
