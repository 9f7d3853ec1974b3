/** Our client beside others, in one run: requests, tokens, herds, and what it costs to load. */
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import * as Herd from "./Herd.ts"
import * as Import from "./Import.ts"
import { atlasBearer } from "./peers/atlasBearer.ts"
import { axios, axiosUnlimited } from "./peers/axios.ts"
import { got } from "./peers/got.ts"
import { naive, shared } from "./peers/handWritten.ts"
import { ky } from "./peers/ky.ts"
import { globalFetch, undiciRequest } from "./peers/undici.ts"
import * as Requests from "./Requests.ts"
import * as ServerProcess from "./ServerProcess.ts"
import * as WarmToken from "./WarmToken.ts"

const peers = [undiciRequest, globalFetch, axios, axiosUnlimited, got, ky, shared, atlasBearer]
const holders = [naive, shared, atlasBearer]
const modules = ["axios", "got", "ky", "undici", "@atlas-bearer/node"]

const table = (title: string, head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>) => {
  const line = (cells: ReadonlyArray<string>) => `| ${cells.join(" | ")} |`
  console.log(`\n## ${title}\n\n${[head, head.map(() => "---"), ...rows].map(line).join("\n")}`)
}

const times = (value: number, base: number | undefined) => `${(value / (base ?? Number.NaN)).toFixed(2)}x`

const requests = async (url: string, isShort: boolean, isIn: (name: string) => boolean) => {
  const taking = peers.filter(({ name }) => isIn(name))
  const measured = await Requests.measure(
    url,
    taking,
    isShort ? { calls: 1200, rounds: 3 } : { calls: 4000, rounds: 7 }
  )
  const of = (name: string) => measured.find((one) => one.name === name)
  table(
    "GET of 200 bytes of JSON with a token",
    ["client", "one by one, us", "of undici.request", "50 in flight, requests/s", "of axios", "CPU us"],
    measured.map(({ concurrent, cpu, name, sequential }) => [
      name,
      sequential.toFixed(0),
      times(sequential, of(undiciRequest.name)?.sequential),
      concurrent.toFixed(0),
      times(concurrent, of(axios.name)?.concurrent),
      cpu.toFixed(0)
    ])
  )
}

const warmToken = async (url: string) => {
  const { bare, warm } = await WarmToken.measure(url)
  table("A token that is here", ["what", "us"], [
    ["await getAccessToken()", warm.toFixed(2)],
    ["await of a resolved promise", bare.toFixed(2)],
    ["beyond it", (warm - bare).toFixed(2)]
  ])
}

const herds = async (server: ServerProcess.ServerProcess, isIn: (name: string) => boolean) => {
  const cells = ({ failed, renewals }: Herd.Herd) => `${renewals} token requests, ${failed} failed`
  const rows: Array<ReadonlyArray<string>> = []
  for (const peer of holders.filter(({ name }) => isIn(name))) {
    rows.push([
      peer.name,
      cells(await Herd.cold(server, peer)),
      cells(await Herd.late(server, peer, false)),
      cells(await Herd.late(server, peer, true))
    ])
  }
  const head = [
    "client",
    "1,000 without a token",
    "200 whose 401s come within 400 ms",
    "the same, refresh token single-use"
  ]
  table("Herds", head, rows)
  console.log("\nA service account has no refresh token: for ours the last two are the same.")
}

const imports = async (isShort: boolean, isIn: (name: string) => boolean) => {
  const measured = await Import.measure(modules.filter(isIn), isShort ? 5 : 15)
  const axiosMillis = measured.find(({ name }) => name === "axios")?.millis
  table(
    "Import in a new process",
    ["module", "ms", "of axios", "CPU ms", "resident memory, MB"],
    measured.map(({ cpuMillis, megabytes, millis, name }) => [
      name,
      millis.toFixed(0),
      times(millis, axiosMillis),
      cpuMillis.toFixed(0),
      megabytes.toFixed(0)
    ])
  )
}

export const client = async (args: ReadonlyArray<string>) => {
  const { values: { peers: taking = "", short } } = parseArgs({
    args: [...args],
    options: { peers: { type: "string" }, short: { type: "boolean", default: false } }
  })
  const isIn = (name: string) => taking.split(",").some((part) => name.includes(part))
  console.log(`\n# Clients with a token\n\nNode ${process.version}, ${availableParallelism()} CPUs, medians of turns`)
  using server = await ServerProcess.start()
  await requests(server.url, short, isIn)
  await warmToken(server.url)
  await herds(server, isIn)
  await imports(short, isIn)
}
