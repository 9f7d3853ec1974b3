/** Links of the documentation within the repository. */
import { existsSync, readFileSync, statSync } from "node:fs"
import * as path from "node:path"
import { root } from "./repository.ts"

const link = /\]\(([^)\s]+)\)/g
const fenced = /^ *```[^]*?^ *```$/gm

/** As GitHub makes them of headings. */
const anchorsOf = (markdown: string): ReadonlySet<string> =>
  new Set(
    [...markdown.replaceAll(fenced, "").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
      heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\- _]/gu, "").trim().replaceAll(" ", "-")
    )
  )

const problemOf = (file: string, target: string): string | undefined => {
  const [name = "", anchor] = target.split("#")
  const found = name === "" ? path.join(root, file) : path.resolve(root, path.dirname(file), name)
  if (!existsSync(found)) return "there is no such file"
  if (anchor === undefined) return undefined
  const page = statSync(found).isDirectory() ? path.join(found, "README.md") : found
  return anchorsOf(readFileSync(page, "utf8")).has(anchor) ? undefined : "there is no such heading"
}

/** As `file.md:line: target: why`. */
export const brokenLinks = (file: string, markdown: string): ReadonlyArray<string> =>
  markdown.split("\n").flatMap((text, index) =>
    [...text.matchAll(link)].flatMap(([, target = ""]) => {
      const problem = /^[a-z]+:/.test(target) ? undefined : problemOf(file, target)
      return problem === undefined ? [] : [`${file}:${index + 1}: ${target}: ${problem}`]
    })
  )
