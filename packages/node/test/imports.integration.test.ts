/** What the built package loads, and when. */
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

type Modules = Readonly<Record<"imported" | "made" | "read" | "sent", ReadonlyArray<string>>> & {
  readonly token: string
}

const run = async (): Promise<Modules> => {
  const script = fileURLToPath(new URL("./importProcess.ts", import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [script])
  return JSON.parse(stdout)
}

/** What takes most of the time. */
const heavy =
  /\/effect\/dist\/(Schema|Effect|Layer|Stream)\.js$|\/effect\/dist\/http|\/platform-node\/|\/undici\/|\/jose\//

describe("import \"@atlas-bearer/node\"", () => {
  it("loads what checks options, what reads a token with the first call, and what sends with the first request", async () => {
    const { imported, made, read, sent, token } = await run()
    assert.include(imported.join(), "/node/dist/index.js", "it is the built package")
    assert.deepStrictEqual(imported.filter((url) => heavy.test(url)), [])
    assert.isBelow(imported.length, 75)
    assert.deepStrictEqual(made, imported, "to make a client, or to dispose of it, loads nothing")

    assert.strictEqual(token, "a1")
    const reading = read.slice(made.length).join()
    for (const name of ["effect/dist/Schema.js", "loaded/ServiceAccount.js"]) assert.include(reading, name)
    assert.notMatch(reading, /\/http-api\/|\/HttpClient\.js|\/undici\/|node:https?\b/)
    const sending = sent.slice(read.length).join()
    for (const name of ["effect/dist/http-api/", "/undici/"]) assert.include(sending, name)
    assert.notMatch(sent.join(), /loaded\/(App|TokenVerifier)\.js/)
  })
})
