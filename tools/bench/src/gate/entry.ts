/** What the report shows and holds of this bench. */
import type { Bench } from "../Bench.ts"
import { gate } from "./gate.ts"

export const entry: Bench = { name: "gate", run: gate }
