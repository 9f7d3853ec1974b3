/** What the report shows of this bench. */
import type { Bench } from "../Bench.ts"
import { emulator } from "./emulator.ts"

export const entry: Bench = {
  name: "emulator",
  run: emulator,
  charts: [{
    title: "CPU time of a token from the token endpoint",
    table: "token endpoint",
    column: "CPU us",
    unit: "us",
    better: "less"
  }]
}
