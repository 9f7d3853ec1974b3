/** Supply chain: the lockfile names every package of every platform, from the registry, whole, under a licence that we may use. */
import { closure, find, type Lockfile } from "./Lockfile.ts"

/** Asks for nothing but its notice. What users install with our packages has one of these. */
const permissive = ["MIT", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "BlueOak-1.0.0"]

/** For tools and benches, which nobody installs with our packages. */
const forTools = [...permissive, "MPL-2.0", "Python-2.0", "(MIT AND Zlib)", "(MIT OR CC0-1.0)"]

/** MIT by the LICENSE file in the package; its package.json does not say so. */
const unnamed = ["node_modules/passport-strategy", "node_modules/pause"]

/** Directories of packages that are published with ours, or needed by them. */
const shipped = (lockfile: Lockfile) =>
  new Set(
    Object.keys(lockfile).filter((directory) => /^packages\/[^/]+$/.test(directory))
      .flatMap((directory) => [...closure(lockfile, directory)])
  )

const licenceProblem = (directory: string, license: string | undefined, isShipped: boolean) => {
  if (license === undefined && !isShipped && unnamed.includes(directory)) return []
  const allowed = isShipped ? permissive : forTools
  return license !== undefined && allowed.includes(license) ? [] : [`licence ${license} is not in the list`]
}

/** Every problem, as `directory: what`. */
export const checkLockfile = (lockfile: Lockfile): ReadonlyArray<string> => {
  const users = shipped(lockfile)
  return Object.entries(lockfile).flatMap(
    ([directory, { integrity, license, link, optional, optionalDependencies, resolved }]) => {
      // npm drops the entries of other platforms when it cannot install them, and nobody there gets the package.
      const missing = Object.keys(optionalDependencies ?? {})
        .filter((name) => find(lockfile, directory, name) === undefined)
        .map((name) => `the entry of its optional ${name} is missing: npm dropped it, put it back`)
      if (link === true || !directory.includes("node_modules/")) {
        return missing.map((problem) => `${directory}: ${problem}`)
      }
      const origin = resolved === undefined || resolved.startsWith("https://registry.npmjs.org/")
        ? []
        : [`comes from ${resolved}, not from the registry`]
      const whole = integrity?.startsWith("sha512-") || optional === true ? [] : ["has no sha512 integrity"]
      return [...missing, ...origin, ...whole, ...licenceProblem(directory, license, users.has(directory))]
        .map((problem) => `${directory}: ${problem}`)
    }
  )
}
