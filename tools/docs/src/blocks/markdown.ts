/** The Markdown files whose code is checked. */
import { globSync, readFileSync } from "node:fs"
import * as path from "node:path"
import { root } from "../repository.ts"
import { type Block, blocksOf } from "./Block.ts"

const files = ["README.md", "CONTRIBUTING.md", "packages/*/README.md", "apps/*/README.md", "docs/**/*.md"]

export const allBlocks = (): ReadonlyArray<Block> =>
  globSync(files, { cwd: root }).toSorted().flatMap((file) =>
    blocksOf(file, readFileSync(path.join(root, file), "utf8"))
  )
