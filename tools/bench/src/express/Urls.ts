/** Where a process serves the same route twice. */

export interface Urls {
  readonly guarded: string
  /** Nobody stands before it. */
  readonly open: string
}
