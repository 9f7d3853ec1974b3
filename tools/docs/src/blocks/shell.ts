/** The commands of the documentation: that there are such scripts, packages, commands and flags. */
import type { Block } from "./Block.ts"

interface Command {
  /** `file.md:line`. */
  readonly at: string
  readonly words: ReadonlyArray<string>
}

/** What exists, and what of it a command line may hold. */
export interface Known {
  /** Of the root. */
  readonly scripts: ReadonlySet<string>
  readonly packages: ReadonlySet<string>
  /** Flags with their hyphens, by command: `atlas-bearer login`, say. */
  readonly flags: ReadonlyMap<string, ReadonlySet<string>>
}

const word = /'[^']*'|"[^"]*"|[^\s'"|]+|\|/g

/** A line that ends with a backslash goes on in the next. */
const commandsOf = ({ code, file, line }: Block): ReadonlyArray<Command> => {
  const lines = code.split("\n")
  return lines.flatMap((text, index) => {
    if (lines[index - 1]?.endsWith("\\") === true) return []
    let whole = text
    for (let next = index + 1; whole.endsWith("\\"); next++) whole = `${whole.slice(0, -1)}${lines[next]}`
    const words = whole.replace(/(^|\s)#.*/, "").match(word) ?? []
    const ends = words.flatMap((word, at) => word === "|" || word === "&&" ? [at] : [])
    return [-1, ...ends].map((start, at) => ({
      at: `${file}:${line + index}`,
      words: words.slice(start + 1, ends[at])
    }))
  }).filter(({ words }) => words.length > 0)
}

/** Not ours, and right as they stand. */
const others = new Set(["cd", "curl", "export", "git", "jest", "jq", "source"])

const npmProblem = (words: ReadonlyArray<string>, { packages, scripts }: Known): string | undefined => {
  const [verb = "", ...rest] = words
  if (verb === "ci") return undefined
  if (verb === "install") {
    const unknown = rest.find((name) => name.startsWith("@atlas-bearer/") && !packages.has(name))
    return unknown === undefined ? undefined : `there is no package ${unknown}`
  }
  const script = verb === "run" ? rest[0] ?? "" : verb
  return scripts.has(script) ? undefined : `there is no npm script ${script}`
}

const flagProblem = (name: string, words: ReadonlyArray<string>, { flags }: Known): string | undefined => {
  const subcommand = words.find((word) => flags.has(`${name} ${word}`))
  const full = subcommand === undefined ? name : `${name} ${subcommand}`
  const known = flags.get(full)
  if (known === undefined) return `there is no command ${name}`
  const hasSubcommands = [...flags.keys()].some((key) => key.startsWith(`${name} `))
  if (hasSubcommands && subcommand === undefined) return `${name} has no such command`
  const unknown = words.find((word) => /^--?[a-zA-Z]/.test(word) && !known.has(word.replace(/=.*/, "")))
  return unknown === undefined ? undefined : `${full} has no flag ${unknown}`
}

const problemOf = (words: ReadonlyArray<string>, known: Known): string | undefined => {
  // Variables may stand before a command.
  const [name = "", ...rest] = words.slice(words.findIndex((word) => !/^[A-Z_]+=/.test(word)))
  if (name === "npm") return npmProblem(rest, known)
  if (name === "npx") return others.has(rest[0] ?? "") ? undefined : flagProblem(rest[0] ?? "", rest.slice(1), known)
  if (others.has(name)) return undefined
  return flagProblem(name, rest, known)
}

/** What is wrong, as `file.md:line: why`. */
export const shellProblems = (blocks: ReadonlyArray<Block>, known: Known): ReadonlyArray<string> =>
  blocks.flatMap(commandsOf).flatMap(({ at, words }) => {
    const problem = problemOf(words, known)
    return problem === undefined ? [] : [`${at}: ${problem}`]
  })

/** Those for `curl`, as they stand. */
export const curlCommands = (blocks: ReadonlyArray<Block>): ReadonlyArray<Command> =>
  blocks.flatMap(commandsOf).filter(({ words }) => words[0] === "curl")
