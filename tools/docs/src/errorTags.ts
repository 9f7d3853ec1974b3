/** The `_tag`s of the failures that users of the packages may meet. */
import { globSync, readFileSync } from "node:fs"
import * as path from "node:path"
import { root } from "./repository.ts"

const sources = "packages/{axios,core,express,node,redis}/src/**/*.ts"

/** Of whoever tests a store of their own. */
const isForTests = (file: string) => file.includes("/testing/")

const declared = /\bTaggedError(?:<\w+>\(\))?\(\s*"(\w+)"/g

/** By the file that declares it. */
export const errorTags = (): ReadonlyMap<string, string> =>
  new Map(
    globSync(sources, { cwd: root }).filter((file) => !isForTests(file)).flatMap((file) =>
      [...readFileSync(path.join(root, file), "utf8").matchAll(declared)].map(([, tag = ""]) => [tag, file] as const)
    )
  )

/** The tags in the first column of a Markdown text's tables. */
export const tagsOfTables = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/^\| ((?:`[A-Za-z]+`(?:, )?)+) *\|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, tag = ""]) => tag)
  )
