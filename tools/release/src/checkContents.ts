/** What is in a package: everything that it promises, and nothing else. */
import type { Packed } from "./Packed.ts"

const always = ["README.md", "LICENSE", "package.json", "dist/index.js", "dist/index.d.ts", "src/index.ts"]

/** `dist` is made from `src`, a bundle apart; `bin` starts a bundle. */
const known =
  /^(src\/.*\.c?ts|dist\/.*\.(c?js|d\.c?ts)(\.map)?|dist\/bundle\/.*\.js|bin\/[\w-]+\.js|man\/[\w-]+\.1|[A-Z]+\.md|LICENSE|package\.json)$/

const source = (file: string) =>
  file.replace(/^dist\//, "src/").replace(/(\.d\.ts|\.js)(\.map)?$/, ".ts").replace(/(\.d\.cts|\.cjs)(\.map)?$/, ".cts")

/** Chunks that nothing loads. Their names have a digest, and an earlier build may have left some. */
const unusedChunks = ({ files, read }: Pick<Packed, "files" | "read">) => {
  const loading = files.filter((file) => /^(bin|dist\/bundle)\//.test(file)).map((file) => [file, read(file)] as const)
  return files.filter((chunk) =>
    chunk.startsWith("dist/bundle/") &&
    !loading.some(([file, code]) => file !== chunk && code.includes(chunk.replace("dist/bundle/", "")))
  )
}

/** What earlier builds have left: a source that is gone, a chunk with another digest. It would be published too. */
const leftovers = ({ files, read }: Pick<Packed, "files" | "read">) => [
  ...files.filter((file) => /^dist\/(?!bundle\/)/.test(file) && !files.includes(source(file)))
    .map((file) => `${file} has no source: delete dist and build again`),
  ...unusedChunks({ files, read }).map((file) => `${file} is loaded by nothing: delete dist and build again`)
]

/**
 * Every problem, as `package: what`. `isRelease`: its version was made by changesets, and its build is to be published; what
 * somebody who works on the sources has in dist besides is no matter.
 */
export const checkContents = (
  { files, manifest, name, read }: Pick<Packed, "files" | "manifest" | "name" | "read">,
  isRelease: boolean
): ReadonlyArray<string> => {
  const wanted = [...always, ...(isRelease ? ["CHANGELOG.md"] : []), ...Object.values(manifest.bin ?? {})]
  return [
    ...wanted.filter((file) => !files.includes(file)).map((file) => `${file} is missing: is it built?`),
    ...files.filter((file) => !known.test(file)).map((file) => `${file} is nothing that users need`),
    ...(isRelease ? leftovers({ files, read }) : [])
  ].map((problem) => `${name}: ${problem}`)
}
