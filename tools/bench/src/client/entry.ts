/** What the report shows and holds of this bench. */
import type { Bench } from "../Bench.ts"
import { client } from "./client.ts"

export const entry: Bench = {
  name: "client",
  run: client,
  short: ["--short", "--peers", "axios,atlas-bearer"],
  charts: [
    {
      title: "CPU time of a GET with a token, 50 in flight",
      table: "GET of 200 bytes",
      column: "CPU us",
      unit: "us",
      better: "less"
    },
    { title: "Token requests for 200 refused calls", table: "Herds", column: "200 whose", unit: "", better: "less" },
    { title: "Import in a new process", table: "Import", column: "ms", unit: "ms", better: "less" }
  ],
  limits: [
    {
      what: "CPU time of a GET, to axios",
      table: "GET of 200 bytes",
      column: "CPU us",
      row: "atlas-bearer",
      of: "axios",
      atMost: 0.8
    },
    {
      what: "token requests of 1,000 callers without a token",
      table: "Herds",
      column: "1,000",
      row: "atlas-bearer",
      atMost: 1
    },
    {
      what: "token requests of 200 refused calls",
      table: "Herds",
      column: "200 whose",
      row: "atlas-bearer",
      atMost: 1
    },
    {
      what: "CPU time of the import, to axios",
      table: "Import",
      column: "CPU ms",
      row: "@atlas-bearer/node",
      of: "axios",
      atMost: 0.8
    }
  ]
}
