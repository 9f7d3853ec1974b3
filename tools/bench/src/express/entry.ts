/** What the report shows and holds of this bench. */
import type { Bench } from "../Bench.ts"
import { express } from "./express.ts"

export const entry: Bench = {
  name: "express",
  run: express,
  short: ["--only", "TokenVerifier, cached", "--processes", "1", "--requests", "1000", "--flood", "0"],
  charts: [{
    title: "CPU time of a request behind a guard",
    table: "Bearer",
    column: "CPU us",
    unit: "us",
    better: "less"
  }],
  limits: [
    {
      what: "CPU time of a guarded request, to one without a guard",
      table: "Bearer",
      column: "CPU to open",
      row: "atlas-bearer, TokenVerifier, cached",
      atMost: 1.7
    }
  ]
}
