/** Which imports are allowed: `effect` <- `core` <- every other package <- `apps`, always by public name. */
import { builtinModules } from "node:module"
import * as path from "node:path"
import { parseSync } from "oxc-parser"
import type { Manifest, Workspace } from "./repository.ts"

/** Packages of ours that a package's sources may import. Apps may import every package. */
const mayImport: Readonly<Record<string, ReadonlyArray<string>>> = {
  "@atlas-bearer/axios": ["@atlas-bearer/core"],
  "@atlas-bearer/cli": ["@atlas-bearer/core", "@atlas-bearer/emulator", "@atlas-bearer/node"],
  "@atlas-bearer/core": [],
  "@atlas-bearer/emulator": ["@atlas-bearer/core"],
  "@atlas-bearer/express": ["@atlas-bearer/core"],
  "@atlas-bearer/node": ["@atlas-bearer/core"],
  "@atlas-bearer/redis": ["@atlas-bearer/core"]
}

const barrel = /^(effect(\/[a-z-]+)?|@effect\/platform-node)$/
const builtins = new Set(builtinModules)

interface Import {
  readonly specifier: string
  readonly typeOnly: boolean
}

/** What `code` imports or re-exports; a dynamic import counts when it names its module. */
export const importsOf = (code: string, file = "module.ts"): ReadonlyArray<Import> => {
  const { module } = parseSync(file, code)
  return [
    ...module.staticImports.map(({ entries, moduleRequest }) => ({
      specifier: moduleRequest.value,
      typeOnly: entries.length > 0 && entries.every((entry) => entry.isType)
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ isType, moduleRequest }) =>
        moduleRequest === null ? [] : [{ specifier: moduleRequest.value, typeOnly: isType }]
      )
    ),
    ...module.dynamicImports.flatMap(({ moduleRequest }) => {
      const quoted = /^["'](.*)["']$/.exec(code.slice(moduleRequest.start, moduleRequest.end))
      return quoted?.[1] === undefined ? [] : [{ specifier: quoted[1], typeOnly: false }]
    })
  ]
}

/** `@effect/platform-node/NodeRuntime` belongs to `@effect/platform-node`. */
const packageOf = (specifier: string) => specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/")

const listed = (manifest: Manifest, tests: boolean) =>
  new Set(Object.keys({
    ...manifest.dependencies,
    ...manifest.peerDependencies,
    ...(tests ? manifest.devDependencies : {})
  }))

const problemOf = (
  workspace: Workspace,
  file: string,
  testTools: ReadonlySet<string>,
  { specifier, typeOnly }: Import
) => {
  const { directory, manifest: { name: importer } } = workspace
  const isTest = file.startsWith("test/")
  const published = directory.startsWith("packages/") && !isTest
  if (specifier.startsWith(".")) {
    const target = path.posix.join(path.posix.dirname(file), specifier)
    if (target.startsWith("..")) return "leaves its package: import the other package by name"
    return !isTest && !target.startsWith("src/") ? "leaves src/, which is all that is published" : undefined
  }
  const imported = packageOf(specifier)
  if (specifier.startsWith("node:") || builtins.has(imported)) {
    return published && importer === "@atlas-bearer/core" ? "the core runs anywhere, without Node's modules" : undefined
  }
  if (published && importer === "@atlas-bearer/core" && imported !== "effect" && imported !== importer) {
    return "the core imports effect and nothing else"
  }
  if (published && barrel.test(specifier) && !typeOnly) return "import the module, not the root"
  if (imported.startsWith("@atlas-bearer/")) {
    if (/\/(src|dist|internal)\//.test(specifier)) return "import what the package exports"
    if (published && imported === importer) return "import the package's own file by its relative path"
    if (published && !(mayImport[importer] ?? []).includes(imported)) return "imports point one way: see mayImport"
  }
  const known = imported === importer || listed(workspace.manifest, isTest || !published).has(imported)
  return known || (isTest && testTools.has(imported))
    ? undefined
    : `${imported} is not a dependency in its package.json`
}

/** Every import that breaks a rule, as `file: "specifier": why`. `testTools` may be imported by every test. */
export const checkImports = (workspaces: ReadonlyArray<Workspace>, testTools: ReadonlySet<string>) =>
  workspaces.flatMap((workspace) =>
    Object.entries(workspace.files).flatMap(([file, code]) =>
      importsOf(code, file).flatMap((imported) => {
        const problem = problemOf(workspace, file, testTools, imported)
        return problem === undefined ? [] : [`${workspace.directory}/${file}: "${imported.specifier}": ${problem}`]
      })
    )
  )
