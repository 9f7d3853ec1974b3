/**
 * Which lines of the core its tests reach. Tests that draw their input at random are left out: what they reach differs from run
 * to run, and measuring makes them twice as slow.
 */
import { defineConfig } from "vitest/config"

export default defineConfig({
  ssr: { resolve: { conditions: ["@atlas-bearer/source", "module", "node", "development|production"] } },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [
      "test/**/*.integration.test.ts",
      "test/**/*.property.test.ts",
      "test/redaction/Redaction.test.ts",
      "test/AnyReply.test.ts",
      "test/ThrottleInterrupted.test.ts"
    ],
    testTimeout: 20_000,
    // Effect is loaded and measured once, not once a file: this takes half the time.
    isolate: false,
    coverage: {
      enabled: true,
      provider: "v8",
      include: ["src/**"],
      // The table lists what is left, by line.
      reporter: [["text", { skipFull: true, maxCols: 120 }]],
      thresholds: { lines: 95 }
    }
  }
})
