import { assert, describe, it } from "vitest"
import { checkContents } from "../src/checkContents.ts"

const files = ["README.md", "LICENSE", "package.json", "dist/index.js", "dist/index.d.ts", "src/index.ts"]
const release = [...files, "CHANGELOG.md"]
const check = (paths: ReadonlyArray<string>, isRelease = false) =>
  checkContents({
    name: "a",
    files: paths,
    manifest: { name: "a", version: "1.0.0" },
    read: (file) => file === "bin/a.js" ? "import \"../dist/bundle/cli-x1.js\"" : ""
  }, isRelease)

describe("checkContents", () => {
  it("is content with what a build makes", () => {
    assert.deepStrictEqual(
      check([
        ...files,
        "dist/index.js.map",
        "bin/a.js",
        "dist/bundle/cli-x1.js",
        "man/a.1",
        "src/a/B.cts",
        "dist/a/B.d.cts"
      ]),
      []
    )
  })

  it("misses the licence, and the changelog of a release", () => {
    assert.deepStrictEqual(check(files.filter((file) => file !== "LICENSE")), ["a: LICENSE is missing: is it built?"])
    assert.deepStrictEqual(check(files, true), ["a: CHANGELOG.md is missing: is it built?"])
  })

  it("refuses what is left of a source that is gone", () => {
    assert.deepStrictEqual(check([...release, "dist/Gone.js"], true), [
      "a: dist/Gone.js has no source: delete dist and build again"
    ])
    assert.deepStrictEqual(check([...files, "dist/Gone.js"]), [], "nobody publishes it")
  })

  it("refuses a chunk that nothing loads any more", () => {
    assert.deepStrictEqual(check([...release, "bin/a.js", "dist/bundle/cli-x1.js", "dist/bundle/Gone-x0.js"], true), [
      "a: dist/bundle/Gone-x0.js is loaded by nothing: delete dist and build again"
    ])
  })

  it("refuses tests, settings and keys", () => {
    for (const file of ["test/A.test.ts", "tsconfig.json", "src/.tsbuildinfo", ".env", "src/key.pem"]) {
      assert.deepStrictEqual(check([...files, file]), [`a: ${file} is nothing that users need`])
    }
  })
})
