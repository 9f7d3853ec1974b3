/** What the package.json of a published package must say, beyond what publint looks at. */
import type { Manifest } from "./repository.ts"

/** Fields that a reader of the registry's page, npm or an editor wants. */
interface Published extends Manifest {
  readonly private?: boolean
  readonly version?: string
  readonly description?: string
  readonly keywords?: ReadonlyArray<string>
  readonly homepage?: string
  readonly bugs?: string
  readonly repository?: { readonly url?: string; readonly directory?: string }
  readonly license?: string
  readonly author?: string
  readonly sideEffects?: ReadonlyArray<string> | boolean | null
  readonly type?: string
  readonly exports?: Readonly<Record<string, Readonly<Record<string, string>> | string | null>>
  readonly files?: ReadonlyArray<string>
  readonly engines?: { readonly node?: string }
  readonly publishConfig?: { readonly access?: string }
}

const repository = "https://github.com/atlas-bearer/atlas-bearer"

/** What a package must leave to its user to choose, and never bring in a second copy of. */
const peers: Readonly<Record<string, string>> = {
  "@atlas-bearer/axios": "axios",
  "@atlas-bearer/core": "effect",
  "@atlas-bearer/express": "express",
  "@atlas-bearer/redis": "redis"
}

/** The first condition that matches wins, so `types` stands before `default`; `default` serves `require()` too. */
const conditions = ["@atlas-bearer/source", "types", "default"].join()

const entries = (manifest: Published) =>
  Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) =>
    target === null || typeof target === "string" || Object.keys(target).join() === conditions
      ? []
      : [`exports["${subpath}"] must have ${conditions}, in this order`]
  )

const exact = (manifest: Published) =>
  Object.entries({ ...manifest.dependencies }).flatMap(([name, range]) =>
    /^\d+\.\d+\.\d+$/.test(range) ? [] : [`dependencies.${name} must be an exact version, not ${range}`]
  )

/** Everything that is wrong with the manifest in `directory`, as `directory/package.json: what`. */
export const checkManifest = (directory: string, manifest: Published): ReadonlyArray<string> => {
  const peer = peers[manifest.name]
  const checks: Readonly<Record<string, boolean>> = {
    "private must not be set": manifest.private !== true,
    "version is missing": manifest.version !== undefined,
    "description is missing": (manifest.description ?? "").length > 20,
    "keywords: at least five": (manifest.keywords ?? []).length >= 5,
    "homepage must be the README": manifest.homepage === `${repository}/tree/main/${directory}#readme`,
    "bugs must be the issues": manifest.bugs === `${repository}/issues`,
    // npm refuses a provenance statement when this is not the repository it was built from.
    "repository.url is wrong": manifest.repository?.url === `git+${repository}.git`,
    "repository.directory is wrong": manifest.repository?.directory === directory,
    "license must be MIT": manifest.license === "MIT",
    "author is missing": manifest.author !== undefined,
    "sideEffects must list files, if only none": Array.isArray(manifest.sideEffects),
    "type must be module": manifest.type === "module",
    "exports must close internal/": manifest.exports?.["./internal/*"] === null,
    "exports must have package.json": manifest.exports?.["./package.json"] === "./package.json",
    "files must have src, dist and CHANGELOG.md": ["src", "dist", "CHANGELOG.md"].every((file) =>
      manifest.files?.includes(file)
    ),
    "engines.node must be >=22.19": manifest.engines?.node === ">=22.19",
    "publishConfig.access must be public": manifest.publishConfig?.access === "public",
    [`peerDependencies must have ${peer}`]: peer === undefined || manifest.peerDependencies?.[peer] !== undefined,
    [`dependencies must not have ${peer}`]: peer === undefined || manifest.dependencies?.[peer] === undefined
  }
  const failed = Object.entries(checks).flatMap(([problem, holds]) => holds ? [] : [problem])
  return [...failed, ...entries(manifest), ...exact(manifest)].map((problem) => `${directory}/package.json: ${problem}`)
}
