/** Tests of every workspace. Each re-exports this file, so `npx vitest run` works in its directory too. */
import { defineConfig } from "vitest/config"

const integrationTests = "**/test/**/*.integration.test.ts"
const never = ["**/node_modules/**", "**/dist/**", "**/build/**"]

export default defineConfig({
  // Our packages resolve to their sources: no build is needed to run a test. The rest is Vite's own list.
  ssr: { resolve: { conditions: ["@atlas-bearer/source", "module", "node", "development|production"] } },
  test: {
    // Files share no state but loaded modules, and to load those anew for each takes up to two thirds of the time.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/test/**/*.test.ts"],
          exclude: [...never, integrationTests],
          testTimeout: 5_000
        }
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: [integrationTests],
          exclude: never,
          testTimeout: 30_000,
          hookTimeout: 30_000
        }
      }
    ]
  }
})
