/** What attw says of a package: does every way to resolve it find the types that belong to the code? */
import { checkPackage } from "@arethetypeswrong/core"
import type { Packed } from "./Packed.ts"

/** `--profile esm-only`: `exports` alone, and no program in CommonJS on a Node that cannot `require()` a module. */
const ignored: ReadonlyArray<string> = ["node10", "node16-cjs"]

/** `./endpoints/client/Login` for `dist/endpoints/client/Login.d.ts`, unless `exports` closes it. */
const subpaths = (files: ReadonlyArray<string>) =>
  files.flatMap((file) => {
    const [, module] = /^dist\/((?!internal\/|bundle\/|index\.).*)\.d\.ts$/.exec(file) ?? []
    return module === undefined ? [] : [`./${module}`]
  })

/** Every problem, as `package: what`. All subpaths of a large package take seconds. */
export const checkTypes = async (
  { contents, files, name }: Packed,
  { withSubpaths }: { readonly withSubpaths: boolean }
): Promise<ReadonlyArray<string>> => {
  const result = await checkPackage(contents, { entrypoints: [".", ...(withSubpaths ? subpaths(files) : [])] })
  if (result.types === false) return [`${name}: has no types`]
  return result.problems.flatMap((problem) => {
    if ("resolutionKind" in problem && ignored.includes(problem.resolutionKind)) return []
    const where = "entrypoint" in problem
      ? `${problem.entrypoint} by ${problem.resolutionKind}`
      : JSON.stringify(problem)
    return [`${name}: ${problem.kind}: ${where}`]
  })
}
