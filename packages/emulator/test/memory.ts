/** What a process of this machine holds in memory. */
import { readFileSync } from "node:fs"

export const residentMegabytes = ({ pid }: { readonly pid?: number | undefined }) =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1000
