import { assert, describe, it } from "vitest"
import { checkComments, uncommented } from "../src/checkComments.ts"
import { readWorkspaces, root } from "../src/repository.ts"

const check = (file: string, code: string) =>
  checkComments([{ directory: "packages/core", manifest: { name: "@atlas-bearer/core" }, files: { [file]: code } }])

describe("uncommented", () => {
  it.each([
    ["export const a = 1", ["a:1"]],
    ["/** A. */\nexport const a = 1\n\nexport const b = 2", ["b:4"]],
    ["// A.\nexport const a = 1", ["a:2"]],
    ["/* A. */\nexport const a = 1", ["a:2"]],
    ["/** A. */\nconst a = 1\nexport const b = a", ["b:3"]],
    ["/** A. */\nexport const A = 1\nexport type A = string", []],
    ["/** A. */\nexport class A {}\n/** B. */\nexport interface B {}", []],
    ["export interface A {}\nexport function b() {}", ["A:1", "b:2"]],
    ["export * as A from \"./A.ts\"\nexport { b } from \"./b.ts\"", []]
  ])(
    "finds what has no comment in %j",
    (code, names) => assert.deepStrictEqual(uncommented(code).map(({ line, name }) => `${name}:${line}`), names)
  )
})

describe("checkComments", () => {
  it("lets the header comment speak of the export that has the file's name, and of no other", () => {
    assert.deepStrictEqual(check("src/A.ts", "/** A. */\nimport \"b\"\nexport const A = 1"), [])
    assert.deepStrictEqual(check("src/A.ts", "import \"b\"\nexport const A = 1"), [
      "packages/core/src/A.ts:2: A has no doc comment"
    ])
    assert.deepStrictEqual(check("src/A.ts", "/** A. */\nimport \"b\"\nexport const make = 1"), [
      "packages/core/src/A.ts:3: make has no doc comment"
    ])
  })

  it.each(["src/internal/A.ts", "src/index.ts", "src/cli.ts", "src/graphql/A.ts", "test/A.ts"])(
    "does not look at %s",
    (file) => assert.deepStrictEqual(check(file, "export const b = 1"), [])
  )

  it.each(["src/endpoints/client/A.ts", "src/testing/A.ts", "src/client.ts"])(
    "looks at %s",
    (file) => assert.strictEqual(check(file, "export const b = 1").length, 1)
  )

  it("finds nothing in this repository", () => assert.deepStrictEqual(checkComments(readWorkspaces(root)), []))
})
