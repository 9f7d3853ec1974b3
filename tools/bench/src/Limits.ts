/** Whether what is measured is within the limits. */
import type { Bench, Limit } from "./Bench.ts"
import { valuesOf } from "./Table.ts"

export interface Held extends Limit {
  readonly bench: string
  /** Not a number when the bench did not print it: that is beyond every limit. */
  readonly measured: number
  readonly isKept: boolean
}

const measure = (markdown: string, limit: Limit) => {
  const values = valuesOf(markdown, limit)
  const of = (row: string) => values.find(({ name }) => name.startsWith(row))?.value ?? Number.NaN
  return limit.of === undefined ? of(limit.row) : of(limit.row) / of(limit.of)
}

export const check = ({ limits = [], name }: Bench, markdown: string): ReadonlyArray<Held> =>
  limits.map((limit) => {
    const measured = measure(markdown, limit)
    return { ...limit, bench: name, measured, isKept: measured <= limit.atMost }
  })

/** Of two runs, the one in which less else went on. */
export const better = (one: ReadonlyArray<Held>, other: ReadonlyArray<Held>): ReadonlyArray<Held> =>
  one.map((held, index) => {
    const again = other[index]
    return again !== undefined && !held.isKept && (again.isKept || again.measured < held.measured) ? again : held
  })

export const table = (held: ReadonlyArray<Held>): string =>
  [
    "| bench | ratio | measured | at most | |",
    "| --- | --- | --- | --- | --- |",
    ...held.map(({ atMost, bench, isKept, measured, what }) =>
      `| ${bench} | ${what} | ${measured.toFixed(2)} | ${atMost} | ${isKept ? "kept" : "**exceeded**"} |`
    )
  ].join("\n")
