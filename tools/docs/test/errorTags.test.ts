import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import * as path from "node:path"
import { errorTags, tagsOfTables } from "../src/errorTags.ts"
import { root } from "../src/repository.ts"

const tables = (file: string) => tagsOfTables(readFileSync(path.join(root, file), "utf8"))

describe("the guide to errors", () => {
  it("has each error once, and none that is not there", () => {
    const told = tables("docs/guides/errors.md")
    const declared = errorTags()
    assert.isAbove(declared.size, 50)
    assert.deepStrictEqual(told.filter((tag) => !declared.has(tag)), [], "there is no such error")
    const missing = [...declared].filter(([tag]) => !told.includes(tag)).map(([tag, file]) => `${tag} of ${file}`)
    assert.deepStrictEqual(missing, [])
    assert.strictEqual(new Set(told).size, told.length)
  })
})

describe("tagsOfTables", () => {
  it("reads the first column, with several in a cell", () => {
    assert.deepStrictEqual(tagsOfTables("| `_tag` | x |\n| --- | --- |\n| `A`, `B` | `C` |\n| a `D` | x |"), ["A", "B"])
  })
})
