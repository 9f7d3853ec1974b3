/** The Markdown files whose code is checked. */
import { globSync, readFileSync } from "node:fs"
import * as path from "node:path"
import { root } from "../repository.ts"
import { type Block, blocksOf } from "./Block.ts"

const patterns = ["README.md", "CONTRIBUTING.md", "packages/*/README.md", "apps/*/README.md", "docs/**/*.md"]

/** By path from the root. */
export const markdownFiles = (): ReadonlyArray<string> => globSync(patterns, { cwd: root }).toSorted()

export const allBlocks = (): ReadonlyArray<Block> =>
  markdownFiles().flatMap((file) => blocksOf(file, readFileSync(path.join(root, file), "utf8")))
