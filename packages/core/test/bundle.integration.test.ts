/** What a browser loads of the core: a client that logs in, refreshes its session and sends GraphQL. */
import { assert, it } from "@effect/vitest"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build } from "vite"

const input = fileURLToPath(new URL("./browserClient.ts", import.meta.url))

// Of this, 59 KiB are Effect's `HttpApiClient` with two endpoints, which no client of declared endpoints can be without.
const limit = 80 * 1024

it("is at most 80 KiB, minified and compressed by Vite", async () => {
  const built = await build({
    configFile: false,
    logLevel: "error",
    resolve: { conditions: ["@atlas-bearer/source", "module", "browser", "development|production"] },
    build: { write: false, target: "es2024", rolldownOptions: { input, preserveEntrySignatures: "strict" } }
  })
  const chunks = [built].flat().flatMap((one) => "output" in one ? one.output : [])
  assert.isEmpty(chunks.flatMap((chunk) => "imports" in chunk ? chunk.imports : []), "nothing is left to be loaded")
  const size = chunks.reduce((sum, chunk) => sum + ("code" in chunk ? gzipSync(chunk.code).length : 0), 0)
  assert.isAbove(size, 20 * 1024, "the client is in it")
  assert.isAtMost(size, limit)
})
