/** Every bench, one entry each: its name, how it is run, and what of its tables is charted and held. */
import { entry as axios } from "./axios/entry.ts"
import type { Bench } from "./Bench.ts"
import { entry as client } from "./client/entry.ts"
import { entry as emulator } from "./emulator/entry.ts"
import { entry as express } from "./express/entry.ts"
import { entry as fleet } from "./fleet/entry.ts"
import { entry as gate } from "./gate/entry.ts"
import { entry as rateLimit } from "./rate-limit/entry.ts"

export const benches: ReadonlyArray<Bench> = [rateLimit, gate, client, axios, express, emulator, fleet]
