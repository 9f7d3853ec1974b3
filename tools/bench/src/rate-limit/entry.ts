/** What the report shows and holds of this bench. */
import type { Bench } from "../Bench.ts"
import { rateLimit } from "./rateLimit.ts"

export const entry: Bench = {
  name: "rate-limit",
  run: rateLimit,
  isIdle: true,
  short: ["--short", "--only", "atlas-bearer"],
  charts: [
    {
      title: "Requests for 60 calls at once, 10 allowed in 2 s",
      table: "fixed window, plain",
      column: "requests",
      unit: "",
      better: "less"
    },
    {
      title: "Calls that failed, of these 60",
      table: "fixed window, plain",
      column: "failed",
      unit: "",
      better: "less"
    },
    {
      title: "Forms of Retry-After that are obeyed",
      table: "Retry-After cases",
      column: "handled",
      unit: "",
      better: "more"
    }
  ],
  limits: [
    {
      what: "requests for a call under a limit",
      table: "fixed window, plain",
      column: "requests / calls",
      row: "atlas-bearer",
      atMost: 1.5
    },
    {
      what: "calls that fail under a limit",
      table: "fixed window, plain",
      column: "failed",
      row: "atlas-bearer",
      atMost: 0
    },
    {
      what: "time under a limit, to the shortest possible",
      table: "fixed window, plain",
      column: "makespan / optimum",
      row: "atlas-bearer",
      atMost: 1.5
    }
  ]
}
