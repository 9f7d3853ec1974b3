/** What the built package loads, and when. */
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

type Modules = Readonly<Record<"imported" | "made" | "called", ReadonlyArray<string>>>

const run = async (): Promise<Modules> => {
  const script = fileURLToPath(new URL("./importProcess.ts", import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [script])
  return JSON.parse(stdout)
}

/** What takes most of the time. */
const heavy =
  /\/effect\/dist\/(Schema|Effect|Layer|Stream)\.js$|\/effect\/dist\/http|\/platform-node\/|\/undici\/|\/jose\//

describe("import \"@atlas-bearer/node\"", () => {
  it("loads what checks options, and the rest with the first call", async () => {
    const { called, imported, made } = await run()
    assert.include(imported.join(), "/node/dist/index.js", "it is the built package")
    assert.deepStrictEqual(imported.filter((url) => heavy.test(url)), [])
    assert.isBelow(imported.length, 75)
    assert.deepStrictEqual(made, imported, "to make a client, or to dispose of it, loads nothing")
    const later = called.slice(made.length)
    for (const name of ["effect/dist/Schema.js", "effect/dist/http-api/", "/undici/", "loaded/ServiceAccount.js"]) {
      assert.include(later.join(), name)
    }
    assert.notMatch(later.join(), /loaded\/(App|TokenVerifier)\.js/)
  })
})
