import { assert, describe, it } from "vitest"
import { checkTests } from "../src/checkTests.ts"
import { readWorkspaces, root } from "../src/repository.ts"

const check = (code: string, file = "test/A.test.ts") =>
  checkTests([{ directory: "packages/a", manifest: { name: "a" }, files: { [file]: code } }])

/** In parts, since this file is checked too. */
const call = (...names: ReadonlyArray<string>) => `${names.join(".")}("x", () => undefined)`

describe("checkTests", () => {
  const refused = [
    ["it", "skip"],
    ["describe", "skip"],
    ["it", "todo"],
    ["it", "only"],
    ["it", "fails"],
    ["it", "effect", "skip"],
    ["it", "skip", "each"],
    ["context", "skip"],
    ["xit"]
  ]
  for (const names of refused) {
    it(`refuses ${names.join(" ")}`, () => {
      const [problem, ...rest] = check(call(...names))
      assert.include(problem, "packages/a/test/A.test.ts: ")
      assert.deepStrictEqual(rest, [])
    })
  }

  it("wants a reason for a condition", () => {
    assert.include(check(call("it", "runIf"))[0], "what the machine may lack")
    assert.include(check(call("it", "skipIf"))[0], "what the machine may lack")
  })

  it("leaves alone what only looks like it", () => {
    assert.deepStrictEqual(check("const skip = rows.skipped; options.only = 1"), [])
    assert.deepStrictEqual(check(call("it", "skip"), "test/calls.ts"), [])
  })

  it("finds nothing in this repository", () => {
    assert.deepStrictEqual(checkTests(readWorkspaces(root)), [])
  })
})
