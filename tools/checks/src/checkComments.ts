/** Which exports of the published packages have no doc comment: an editor shows it where the name is used. */
import * as path from "node:path"
import { type Comment, parseSync } from "oxc-parser"
import type { Workspace } from "./repository.ts"

interface Exported {
  readonly name: string
  /** Where the export statement begins. */
  readonly start: number
}

const exportsOf = (code: string): { exported: ReadonlyArray<Exported>; comments: ReadonlyArray<Comment> } => {
  const { comments, module, program } = parseSync("module.ts", code)
  const starts = program.body.map(({ start }) => start)
  const exported = module.staticExports.flatMap(({ entries, start }) =>
    entries.flatMap(({ exportName, moduleRequest }) =>
      // What another module exports has its comment there.
      moduleRequest === null && exportName.name !== null && starts.includes(start)
        ? [{ name: exportName.name, start }]
        : []
    )
  )
  return { exported, comments }
}

/** The exports of `code` without a comment of their own, each with the number of its line. One comment is enough for overloads, and for a type and its namesake. */
export const uncommented = (code: string): ReadonlyArray<{ readonly name: string; readonly line: number }> => {
  const { comments, exported } = exportsOf(code)
  const isCommented = ({ start }: Exported) =>
    comments.some(({ end, type, value }) =>
      type === "Block" && value.startsWith("*") && end <= start && code.slice(end, start).trim() === ""
    )
  const commented = new Set(exported.filter(isCommented).map(({ name }) => name))
  return exported
    .filter((one) => !commented.has(one.name))
    .map(({ name, start }) => ({ name, line: code.slice(0, start).split("\n").length }))
}

/** What people import: the modules of the index, the declared endpoints, and what tests of stores need. */
const isPublic = (file: string) =>
  /^src\/(?:endpoints\/.*|testing\/.*|(?!(?:index|cli|start)\.ts)[^/]+)\.ts$/.test(file)

/** A file's header comment says what the export is that has the file's name. */
const isNamesake = (file: string, name: string, code: string) =>
  path.basename(file, ".ts") === name && code.startsWith("/**")

/** As `file:line: name`. */
export const checkComments = (workspaces: ReadonlyArray<Workspace>): ReadonlyArray<string> =>
  workspaces
    .filter(({ directory }) => directory.startsWith("packages/"))
    .flatMap(({ directory, files }) =>
      Object.entries(files).filter(([file]) => isPublic(file)).flatMap(([file, code]) =>
        uncommented(code)
          .filter(({ name }) => !isNamesake(file, name, code))
          .map(({ line, name }) => `${directory}/${file}:${line}: ${name} has no doc comment`)
      )
    )
