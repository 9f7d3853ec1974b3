/** The root's projects, and the integration tests once more with the oldest axios that is supported. */
import { defineConfig } from "vitest/config"
import root from "../../vitest.config.ts"

export default defineConfig({
  ...root,
  test: {
    ...root.test,
    projects: [
      ...root.test?.projects ?? [],
      {
        extends: true,
        resolve: { alias: [{ find: /^axios$/, replacement: "axios-1.8" }] },
        test: {
          name: "integration, axios 1.8",
          include: ["**/test/**/*.integration.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 30_000
        }
      }
    ]
  }
})
