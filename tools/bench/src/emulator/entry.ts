/** What the report shows of this bench. */
import type { Bench } from "../Bench.ts"
import { emulator } from "./emulator.ts"

export const entry: Bench = {
  name: "emulator",
  run: emulator,
  short: ["--short", "--only", "no journal"],
  charts: [{
    title: "CPU time of a token from the token endpoint",
    table: "The token endpoint",
    column: "CPU us",
    unit: "us",
    better: "less"
  }],
  limits: [{
    what: "CPU time of a token, to the same by node:http alone",
    table: "The token endpoint",
    column: "CPU us",
    row: "atlas-bearer-emulator, no journal",
    of: "node:http",
    atMost: 3.5
  }]
}
