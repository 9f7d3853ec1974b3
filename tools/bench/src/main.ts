/**
 * `npm run bench`: all benches, and a report with charts in docs/bench. `npm run bench -- --short`: as much as the limits need, a
 * report in build/, and a failure beyond a limit. `npm run bench NAME -- [its options]`: one, which prints its tables.
 */
import * as path from "node:path"
import { benches } from "./benches.ts"
import { report } from "./report.ts"

const [first = "", ...rest] = process.argv.slice(2)
const named = benches.find(({ name }) => name === first)
if (named !== undefined) await named.run(rest)
else if (first === "" || first === "--short") {
  const isShort = first === "--short"
  const directory = path.join(import.meta.dirname, isShort ? "../build/report" : "../../../docs/bench")
  if (!await report(directory, isShort)) process.exit(1)
} else throw new Error(`There is no bench "${first}". There are: ${benches.map(({ name }) => name).join(", ")}`)
// Some clients still wait for the instant they were told, an hour ahead, and cannot be stopped.
process.exit()
