/** What the package adds to an application in a browser. */
import { assert, it } from "@effect/vitest"
import { build } from "esbuild"
import { gzipSync } from "node:zlib"

it("is at most 6 KiB, minified and compressed, without Effect and axios", async () => {
  const { metafile, outputFiles } = await build({
    entryPoints: [new URL("../src/index.ts", import.meta.url).pathname],
    conditions: ["@atlas-bearer/source"],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    metafile: true,
    write: false
  })
  const inputs = Object.keys(metafile.inputs)
  assert.isEmpty(inputs.filter((file) => file.includes("node_modules")))
  assert.isEmpty(Object.values(metafile.outputs).flatMap((output) => output.imports))
  assert.isBelow(gzipSync(outputFiles[0]?.contents ?? assert.fail()).length, 6 * 1024)
})
