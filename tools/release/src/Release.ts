/** The next release, made in a copy of the repository and published to a registry of this machine. */
import { cpSync, existsSync, globSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import * as path from "node:path"
import { run } from "./Command.ts"
import type { Registry } from "./Registry.ts"

const repository = path.join(import.meta.dirname, "../../..")
const lines = (text: string) => text.split("\n").filter((line) => line !== "")

/** A clone with what is not committed yet, and with what is built. */
const copy = async (scratch: string) => {
  const git = (...args: ReadonlyArray<string>) => run("git", args, { cwd: repository })
  if ((await git("rev-parse", "--is-shallow-repository")).trim() === "true") {
    throw new Error("changesets needs the whole history: git fetch --unshallow first")
  }
  // changesets tags with git, and does not say when git refuses for want of a name.
  const settings = ["user.name=release:check", "user.email=release@localhost"].flatMap((setting) => ["-c", setting])
  await git("clone", "--quiet", ...settings, repository, scratch)
  for (const file of lines(await git("ls-files", "--modified", "--others", "--exclude-standard"))) {
    const from = path.join(repository, file)
    if (existsSync(from)) cpSync(from, path.join(scratch, file), { recursive: true })
    else rmSync(path.join(scratch, file), { force: true })
  }
  for (const dist of globSync("packages/*/dist", { cwd: repository })) {
    cpSync(path.join(repository, dist), path.join(scratch, dist), { recursive: true })
  }
}

const versionsIn = (scratch: string) =>
  globSync("packages/*/package.json", { cwd: scratch }).map((file): string =>
    JSON.parse(readFileSync(path.join(scratch, file), "utf8")).version
  )

/** Entries of the lockfile: npm drops those of other platforms when something is wrong with them. */
const installed = (directory: string) =>
  Object.keys(JSON.parse(readFileSync(path.join(directory, "package-lock.json"), "utf8")).packages)

/** Turns changesets into versions and changelogs in `scratch`, and says which version is next. */
export const version = async (scratch: string): Promise<string> => {
  await copy(scratch)
  const modules = path.join(scratch, "node_modules")
  symlinkSync(path.join(repository, "node_modules"), modules)
  await run("npx", ["changeset", "version"], { cwd: scratch })
  rmSync(modules)
  const versions = new Set(versionsIn(scratch))
  const [next, ...others] = versions
  if (next === undefined || others.length > 0) throw new Error(`All packages share one version: ${[...versions]}`)
  const before = installed(scratch)
  await run("npm", ["install", "--package-lock-only", "--ignore-scripts"], { cwd: scratch })
  const lost = before.filter((entry) => !installed(scratch).includes(entry))
  if (lost.length > 0) throw new Error(`npm dropped from package-lock.json: ${lost.join(", ")}`)
  // What CI does first with the release.
  await run("npm", ["ci", "--dry-run", "--ignore-scripts"], { cwd: scratch })
  return next
}

/** Publishes all packages in `scratch` as the release workflow does, after trying without. */
export const publish = async (scratch: string, { npmrc, url }: Registry): Promise<void> => {
  writeFileSync(path.join(scratch, ".npmrc"), `registry=${url}\n${npmrc}`)
  symlinkSync(path.join(repository, "node_modules"), path.join(scratch, "node_modules"))
  await run("npm", ["publish", "--dry-run", "--workspace", "packages"], { cwd: scratch })
  await run("npx", ["changeset", "publish"], { cwd: scratch })
  const tags = lines(await run("git", ["tag", "--points-at", "HEAD"], { cwd: scratch }))
  const packages = versionsIn(scratch).length
  if (tags.length < packages) throw new Error(`changeset published ${tags.length} of ${packages}: ${tags.join(", ")}`)
}
