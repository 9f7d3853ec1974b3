import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import * as path from "node:path"
import { markdownFiles } from "../src/blocks/markdown.ts"
import { brokenLinks } from "../src/links.ts"
import { root } from "../src/repository.ts"

describe("brokenLinks", () => {
  it.each([
    ["[a](../CONTRIBUTING.md) [b](https://example.com) [c](guides)", []],
    ["[a](../packages/cli#exit-codes)", []],
    ["[a](#one-two)", ["docs/README.md:1: #one-two: there is no such heading"]],
    ["[a](nowhere.md)", ["docs/README.md:1: nowhere.md: there is no such file"]],
    ["\n[a](../packages/cli#nothing)", ["docs/README.md:2: ../packages/cli#nothing: there is no such heading"]]
  ])("of %j", (markdown, broken) => assert.deepStrictEqual(brokenLinks("docs/README.md", markdown), broken))

  it("finds none in the documentation", () => {
    const broken = markdownFiles().flatMap((file) => brokenLinks(file, readFileSync(path.join(root, file), "utf8")))
    assert.deepStrictEqual(broken, [])
  })
})
