/** A bench, and what the report shows and holds of the tables that it prints. */
import type { Column } from "./Table.ts"

/** A bar for each row. */
export interface Chart extends Column {
  readonly title: string
  readonly unit: string
  readonly better: "less" | "more"
}

/** A number of one row, to that of another if there is one: times differ from machine to machine, their ratios hardly. */
export interface Limit extends Column {
  readonly what: string
  /** What the row's name begins with. */
  readonly row: string
  readonly of?: string
  /** Beyond it CI fails. The README says how it is found. */
  readonly atMost: number
}

export interface Bench {
  /** For `npm run bench NAME`. */
  readonly name: string
  /** Prints Markdown. */
  readonly run: (args: ReadonlyArray<string>) => Promise<void>
  /** It waits most of the time, and counts: in the short form it runs beside the others. */
  readonly isIdle?: true
  /** Its arguments in the short form, which has what the limits need; left out when nothing is held. */
  readonly short?: ReadonlyArray<string>
  readonly charts?: ReadonlyArray<Chart>
  readonly limits?: ReadonlyArray<Limit>
}
