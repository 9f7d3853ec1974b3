/** The command in one file and what it loads on demand: modules one by one take three times as long to load. */
export default {
  input: "dist/cli.js",
  platform: "node",
  // A module of Node.js whose names are not used is not loaded.
  treeshake: { moduleSideEffects: [{ external: true, sideEffects: false }] },
  output: {
    dir: "dist/bundle",
    cleanDir: true,
    format: "cjs",
    minify: true,
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name]-[hash].cjs"
  }
}
