/** The command in one file and what it loads on demand: modules one by one take three times as long to load. */
export default {
  // `start` loads `cli`, which is named here too, so that it can be told apart from what is loaded later.
  input: { start: "dist/start.js", cli: "dist/cli.js" },
  platform: "node",
  // Effect's server can speak WebSocket, which nothing here does: without ws, zlib and https are not loaded either.
  plugins: [{
    name: "no-websockets",
    load: { filter: { id: /\/node_modules\/ws\// }, handler: () => ({ code: "module.exports = {}" }) }
  }],
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
    // All that `cli` needs at once is in its file: as 16 files it takes a sixth longer.
    codeSplitting: {
      groups: [{
        name: "cli",
        tags: ["$initial"],
        test: /^(?!.*\/dist\/(start|cli\/compileCache|cli\/baseFolder)\.js$)/
      }]
    },
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name]-[hash].cjs"
  }
}
