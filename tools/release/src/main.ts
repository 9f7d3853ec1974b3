/**
 * `npm run release:check`: looks at every package that would be published and uses it as its users do. With `--quick` it stays
 * with the repository's own compiler and Node, and makes no release.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import * as path from "node:path"
import { checkContents } from "./checkContents.ts"
import { checkJest } from "./checkJest.ts"
import { checkManifest } from "./checkManifest.ts"
import { checkSecrets } from "./checkSecrets.ts"
import { checkTypes } from "./checkTypes.ts"
import { run } from "./Command.ts"
import * as Consumer from "./Consumer.ts"
import * as Packed from "./Packed.ts"
import * as Registry from "./Registry.ts"
import * as Release from "./Release.ts"
import * as Toolchain from "./Toolchain.ts"

const repository = path.join(import.meta.dirname, "../../..")
const quick = process.argv.includes("--quick")
const directory = mkdtempSync(path.join(tmpdir(), "release-check-"))
const problems: Array<string> = []

/** Does one thing and says how long it took; what it finds is told at the end. */
const step = async <A>(name: string, work: () => Promise<A>): Promise<A> => {
  const started = performance.now()
  const result = await work()
  console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${name}`)
  return result
}

const check = (name: string, work: () => Promise<ReadonlyArray<string>>) =>
  step(name, async () => void problems.push(...await work()))

const each = async <A>(values: ReadonlyArray<A>, work: (value: A) => Promise<ReadonlyArray<string>>) => {
  const found: Array<string> = []
  for (const value of values) found.push(...await work(value))
  return found
}

const lookAt = async (packages: ReadonlyArray<Packed.Packed>) => {
  await check("files", () => each(packages, async (one) => checkContents(one, !quick)))
  await check("publint", () => each(packages, checkManifest))
  await check("attw", () => each(packages, (one) => checkTypes(one, { withSubpaths: !quick })))
  await check("secrets", () => each(packages, checkSecrets))
}

/** All packages in one project. */
const useTogether = async (
  packages: ReadonlyArray<Packed.Packed>,
  { compilers, nodes }: Pick<Toolchain.Toolchain, "compilers" | "nodes">,
  from: (one: Packed.Packed) => string,
  npmrc?: string
) => {
  const project = path.join(directory, "together")
  const consumer = await step(
    "npm install of all",
    () => Consumer.install(project, packages, packages.map(from), npmrc)
  )
  for (const compiler of compilers) await check(compiler.name, () => Consumer.compile(consumer, compiler))
  for (const node of nodes) await check(node.name, () => Consumer.execute(consumer, node))
  return project
}

/** CycloneDX: what a user of all packages has installed. The addresses are those that they will be published at. */
const writeBill = async (packages: ReadonlyArray<Packed.Packed>, project: string, url: string) => {
  const bill = await run("npm", ["sbom", "--sbom-format", "cyclonedx", "--omit", "dev"], { cwd: project })
  const build = path.join(import.meta.dirname, "../build")
  mkdirSync(build, { recursive: true })
  writeFileSync(path.join(build, "atlas-bearer.cdx.json"), bill.replaceAll(url, "https://registry.npmjs.org/"))
  return packages.flatMap(({ manifest, name }) =>
    [`${name}@${manifest.version}`, ...Object.keys({ ...manifest.dependencies }).map((dependency) => `${dependency}@`)]
      .filter((reference) => !bill.includes(`"bom-ref": "${reference}`))
      .map((reference) => `${name}: the bill of materials does not list ${reference}`)
  )
}

const useAll = async () => {
  const toolchain = await step("other compilers, Node and registry", Toolchain.install)
  const scratch = path.join(directory, "scratch")
  const version = await step("changeset version", () => Release.version(scratch))
  const packages = await step(`npm pack of ${version}`, () => Packed.all(scratch, directory))
  await lookAt(packages)
  await using registry = await Registry.start(toolchain.directory, directory)
  await step("npm publish", () => Release.publish(scratch, registry))
  for (const one of packages) {
    const { name } = one
    const project = path.join(directory, "alone", name)
    const specs = [`${name}@${version}`]
    const consumer = await step(`npm install ${name}`, () => Consumer.install(project, [one], specs, registry.npmrc))
    await check(`${name} alone`, async () => [
      ...await Consumer.compile(consumer, Toolchain.compiler),
      ...await each(toolchain.nodes, (node) => Consumer.execute(consumer, node))
    ])
  }
  const from = ({ name }: Packed.Packed) => `${name}@${version}`
  const together = await useTogether(packages, toolchain, from, registry.npmrc)
  await check("Jest", () => checkJest(together, toolchain.jest))
  await check("bill of materials", () => writeBill(packages, together, registry.url))
}

const useQuickly = async () => {
  const packages = await step("npm pack", () => Packed.all(repository, directory))
  await lookAt(packages)
  const tools = { compilers: [Toolchain.compiler], nodes: [Toolchain.node] }
  await useTogether(packages, tools, ({ tarball }) => tarball)
}

try {
  await (quick ? useQuickly() : useAll())
} finally {
  rmSync(directory, { recursive: true, force: true })
}
for (const problem of problems) console.error(`\n${problem}`)
console.log(problems.length === 0 ? "\nEvery package is ready to publish." : `\n${problems.length} problems.`)
process.exit(problems.length === 0 ? 0 : 1)
