/** What the report shows and holds of this bench. */
import type { Bench } from "../Bench.ts"
import { axios } from "./axios.ts"

export const entry: Bench = {
  name: "axios",
  run: axios,
  short: ["--short"],
  charts: [{
    title: "CPU time of a call, 50 in flight",
    table: "CPU time",
    column: "microseconds",
    unit: "us",
    better: "less"
  }],
  limits: [
    {
      what: "CPU time of a call through the interceptor, to axios",
      table: "CPU time",
      column: "to axios alone",
      row: "@atlas-bearer/axios",
      atMost: 1.8
    },
    {
      what: "renewals for 200 refused calls",
      table: "200 calls",
      column: "renewals",
      row: "@atlas-bearer/axios",
      atMost: 1
    }
  ]
}
