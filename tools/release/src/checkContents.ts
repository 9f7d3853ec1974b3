/** What is in a package: everything that it promises, and nothing else. */
import type { Packed } from "./Packed.ts"

const always = ["README.md", "LICENSE", "package.json", "dist/index.js", "dist/index.d.ts", "src/index.ts"]

/** `dist` is made from `src`, a bundle apart; `bin` starts a bundle. */
const known =
  /^(src\/.*\.c?ts|dist\/.*\.(c?js|d\.c?ts)(\.map)?|dist\/bundle\/.*\.js|bin\/[\w-]+\.js|man\/[\w-]+\.1|[A-Z]+\.md|LICENSE|package\.json)$/

const source = (file: string) =>
  file.replace(/^dist\//, "src/").replace(/(\.d\.ts|\.js)(\.map)?$/, ".ts").replace(/(\.d\.cts|\.cjs)(\.map)?$/, ".cts")

/** Every problem, as `package: what`. `isRelease`: its version was made by changesets. */
export const checkContents = (
  { files, manifest, name }: Pick<Packed, "files" | "manifest" | "name">,
  isRelease: boolean
): ReadonlyArray<string> => {
  const wanted = [...always, ...(isRelease ? ["CHANGELOG.md"] : []), ...Object.values(manifest.bin ?? {})]
  return [
    ...wanted.filter((file) => !files.includes(file)).map((file) => `${file} is missing: is it built?`),
    ...files.filter((file) => !known.test(file)).map((file) => `${file} is nothing that users need`),
    // What is left of a source that is gone would be published too.
    ...files.filter((file) => /^dist\/(?!bundle\/)/.test(file) && !files.includes(source(file)))
      .map((file) => `${file} has no source: delete dist and build again`)
  ].map((problem) => `${name}: ${problem}`)
}
