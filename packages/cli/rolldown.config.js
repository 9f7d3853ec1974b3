/** The command in a few files, each loaded when it is needed: modules one by one take three times as long to load. */
import { fileURLToPath } from "node:url"

export default {
  input: "dist/start.js",
  platform: "node",
  // In a bundle it loses the names that `@effect/platform-node` passes on.
  external: ["undici"],
  // Effect looks for variables of Vite.
  checks: { emptyImportMeta: false },
  // A module of Node.js whose names are not used is not loaded.
  treeshake: {
    moduleSideEffects: [{ external: true, sideEffects: false }],
    // Nor is what is made by `x.pipe(...)` and not used.
    propertyReadSideEffects: false
  },
  transform: {
    inject: { "Intl.Segmenter": [fileURLToPath(new URL("dist/internal/Segmenter.js", import.meta.url)), "Segmenter"] }
  },
  output: {
    dir: "dist/bundle",
    cleanDir: true,
    format: "cjs",
    minify: true,
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name]-[hash].cjs"
  }
}
