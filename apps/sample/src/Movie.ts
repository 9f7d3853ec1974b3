/** A film as the page shows it. */
export interface Movie {
  readonly _id: string
  readonly title: string
  readonly year: number
  readonly director: string
  /** Minutes. */
  readonly runtime: number
  readonly rated: string
}
