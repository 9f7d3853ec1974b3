/** The whole comparison: one Markdown table for each server, on the standard output. */
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import * as CaseTrial from "./CaseTrial.ts"
import { type Contender, everyone, ours, peers, withDefaults, withPatience } from "./contenders.ts"
import * as FixedWindow from "./servers/FixedWindow.ts"
import * as TokenBucket from "./servers/TokenBucket.ts"
import * as Trial from "./Trial.ts"

const fixedWindow = { calls: 60, optimumMillis: FixedWindow.optimumMillis(60) }

const trials: ReadonlyArray<Trial.Trial> = [
  { server: "fixed window, plain", contenders: everyone, ...fixedWindow },
  // No peer reads a body, so one of them stands for all.
  { server: "fixed window, body", contenders: ours, ...fixedWindow },
  { server: "fixed window, sentence", contenders: ours, ...fixedWindow },
  { server: "fixed window, headers", contenders: withPatience, ...fixedWindow },
  { server: "token bucket", contenders: withPatience, calls: 40, optimumMillis: TokenBucket.optimumMillis(40) }
]

const line = (cells: ReadonlyArray<string>) => `| ${cells.join(" | ")} |`

/** Prints a row as soon as there is one. */
const table = async (
  title: string,
  head: ReadonlyArray<string>,
  contenders: ReadonlyArray<Contender>,
  row: (contender: Contender) => Promise<ReadonlyArray<string>>
) => {
  if (contenders.length === 0) return
  console.log(`\n## ${title}\n\n${line(head)}\n${line(head.map(() => "---"))}`)
  for (const contender of contenders) console.log(line(await row(contender)))
}

const printHead = () => {
  const versions = peers.map(({ name, version }) => `- ${name}: ${version}`)
  console.log("# Clients under a rate limit\n")
  console.log(`Node ${process.version}, ${availableParallelism()} CPUs, ${new Date().toISOString().slice(0, 10)}\n`)
  console.log(versions.join("\n"))
  console.log(
    `\nEach client meets a fresh server. A call that takes longer than ${Trial.limitMillis / 1000} s counts as failed.`
  )
}

export const rateLimit = async (args: ReadonlyArray<string>) => {
  const { values: { only, short } } = parseArgs({
    args: [...args],
    options: { only: { type: "string", multiple: true, default: [] }, short: { type: "boolean", default: false } }
  })
  const selected = (server: string, contenders: ReadonlyArray<Contender>) =>
    contenders.filter(({ name }) => only.every((part) => `${server}: ${name}`.includes(part)))
  printHead()
  for (const trial of short ? trials.slice(0, 1) : trials) {
    const { calls, contenders, optimumMillis, server } = trial
    const title = `${server}: ${calls} calls at once, at best ${calls} requests in ${optimumMillis / 1000} s`
    await table(
      title,
      Trial.head,
      selected(server, short ? ours : contenders),
      (contender) => Trial.row(trial, contender)
    )
  }
  if (!short) await table(CaseTrial.server, CaseTrial.head, selected(CaseTrial.server, withDefaults), CaseTrial.row)
}
