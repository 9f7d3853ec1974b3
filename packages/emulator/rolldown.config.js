/** The command in one file and what it loads on demand: modules one by one take three times as long to load. */
export default {
  input: "dist/start.js",
  platform: "node",
  // A module of Node.js whose names are not used is not loaded.
  treeshake: {
    moduleSideEffects: [{ external: true, sideEffects: false }],
    // Nor is what is made by `x.pipe(...)` and not used.
    propertyReadSideEffects: false
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
