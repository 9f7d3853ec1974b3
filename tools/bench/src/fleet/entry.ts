/** What the report shows and holds of this bench. */
import type { Bench } from "../Bench.ts"
import { fleet } from "./fleet.ts"

const counted = { table: "A fleet", row: "with Redis" }

export const entry: Bench = {
  name: "fleet",
  run: fleet,
  charts: [{
    title: "token requests of a hundred clients in a day",
    table: "A fleet",
    column: "24 h: token requests",
    unit: "",
    better: "less"
  }],
  limits: [
    {
      ...counted,
      what: "token requests of a hundred clients at a cold start",
      column: "cold: token requests",
      atMost: 1
    },
    { ...counted, what: "their token requests in a day", column: "24 h: token requests", atMost: 30 },
    { ...counted, what: "their refused token requests", column: "24 h: 429", atMost: 0 },
    { ...counted, what: "their failed calls", column: "failed calls", atMost: 0 }
  ]
}
