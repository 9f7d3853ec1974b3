/** The command in a few files, each loaded when it is needed, as the emulator's is. */
import { fileURLToPath } from "node:url"
import emulator from "../emulator/rolldown.config.js"

export default {
  ...emulator,
  input: "dist/start.js",
  output: {
    ...emulator.output,
    // In one file would be what only some of the commands need. These, and what they import, every command does.
    codeSplitting: { groups: [{ name: "effect", test: /\/effect\/dist\/(Data|Equivalence|Latch|Redacted)\.js$/ }] }
  },
  // In a bundle it loses the names that `@effect/platform-node` passes on.
  external: ["undici"],
  // Effect looks for variables of Vite.
  checks: { emptyImportMeta: false },
  transform: {
    inject: { "Intl.Segmenter": [fileURLToPath(new URL("dist/internal/Segmenter.js", import.meta.url)), "Segmenter"] }
  }
}
