/** Results on stdout: for people, or with `--json` for programs. */
import * as TerminalCapabilities from "effect/cli/TerminalCapabilities"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { styleText } from "node:util"
import { Json } from "./settings.ts"
import { visible } from "./visible.ts"

export type Rows = Readonly<Record<string, string | undefined>>

/** One line of text, or one line of JSON. */
export const print = (text: string, json: unknown) =>
  Effect.flatMap(Json, (asked) => Console.log(asked ? JSON.stringify(json) : text))

/** A name and a value on each line; what is missing has none. */
export const printRows = (rows: Rows, json: unknown) =>
  Effect.gen(function*() {
    const { canColor } = yield* TerminalCapabilities.TerminalCapabilities
    const present = Object.entries(rows).flatMap(([name, value]) => value === undefined ? [] : [[name, value] as const])
    const width = Math.max(...present.map(([name]) => name.length)) + 2
    const lines = present.map(([name, value]) => {
      const label = name.padEnd(width)
      return `${canColor ? styleText("dim", label, { validateStream: false }) : label}${visible(value)}`
    })
    yield* print(lines.join("\n"), json)
  })
