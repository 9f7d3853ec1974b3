/** The tables in the Markdown that a bench prints. */

interface Table {
  /** The heading above it. */
  readonly title: string
  readonly head: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
}

const cellsOf = (line: string) => line.split("|").slice(1, -1).map((cell) => cell.trim())

/** All tables, in order. */
const tablesIn = (markdown: string): ReadonlyArray<Table> => {
  const tables: Array<{ readonly title: string; readonly head: Array<string>; readonly rows: Array<Array<string>> }> =
    []
  let title = ""
  let isInside = false
  for (const line of markdown.split("\n")) {
    const isRow = line.startsWith("|")
    if (line.startsWith("#")) title = line.replace(/^#+ /, "")
    if (isRow && !isInside) tables.push({ title, head: cellsOf(line), rows: [] })
    else if (isRow && !/^[| :-]+$/.test(line)) tables.at(-1)?.rows.push(cellsOf(line))
    isInside = isRow
  }
  return tables
}

/** The number that a cell begins with: 0.35 of "0.35x", 1 of "1 token requests, 0 failed". */
const numberOf = (cell: string | undefined) => Number.parseFloat(cell ?? "")

/** A column of one table, and the rows that are meant: by default all. */
export interface Column {
  /** What the heading above the table begins with. */
  readonly table: string
  readonly column: string
}

export interface Value {
  readonly name: string
  readonly value: number
}

/** The numbers of a column, by what stands first in their rows; none when the bench did not print the table. */
export const valuesOf = (markdown: string, { column, table }: Column): ReadonlyArray<Value> => {
  const found = tablesIn(markdown).find(({ head, title }) =>
    title.startsWith(table) && head.some((name) => name.startsWith(column))
  )
  if (found === undefined) return []
  const index = found.head.findIndex((name) => name.startsWith(column))
  return found.rows.map((row) => ({ name: row[0] ?? "", value: numberOf(row[index]) }))
}
