/** A fenced block of code in a Markdown file. */

export interface Block {
  /** Path from the root, and the number of the line that the block's code begins with. */
  readonly file: string
  readonly line: number
  /** The first word of the info string, such as `ts`. */
  readonly language: string
  /** The other words: `no-run`, say. */
  readonly words: ReadonlySet<string>
  readonly code: string
}

const fence = /^( *)```(\S*) ?(.*)\n([^]*?)^\1```$/gm

const lineOf = (text: string, index: number) => text.slice(0, index).split("\n").length

/** Indented blocks, of a list, lose their indentation. */
export const blocksOf = (file: string, text: string): ReadonlyArray<Block> =>
  [...text.matchAll(fence)].map(({ 1: indent = "", 2: language = "", 3: info = "", 4: code = "", index }) => ({
    file,
    line: lineOf(text, index) + 1,
    language,
    words: new Set(info.split(" ").filter((word) => word !== "")),
    code: code.replaceAll(new RegExp(`^${indent}`, "gm"), "")
  }))
