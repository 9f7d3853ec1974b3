/** Writes the blocks as modules, one of them as it stands for the compiler, and one for Node with the emulator's address. */
import { DefaultSeed } from "@atlas-bearer/emulator"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import * as path from "node:path"
import { root } from "../repository.ts"
import type { Block } from "./Block.ts"
import { exportedBy, missingIn } from "./names.ts"

export const folder = path.join(root, "tools/docs/build/blocks")

const given = path.join(import.meta.dirname, "given.ts")

/** Words of an info string: the block is a test for this runner, and takes nothing for granted. */
export const testRunners = ["node-test", "vitest"] as const

export interface Written {
  readonly block: Block
  /** Its name in both folders. The code begins in the second line. */
  readonly name: string
}

const hosts =
  /http:\/\/127\.0\.0\.1:9090|https:\/\/(?:cloud|services\.cloud)\.mongodb\.com|https:\/\/api\.example\.com/g

const { administrator, app, serviceAccount } = DefaultSeed

/** Hosts, options and placeholders that stand for those of whoever reads. */
const forEmulator = (code: string, url: string, state: string): string =>
  code
    .replaceAll(hosts, url)
    .replaceAll(/\b(App|ServiceAccount|TokenVerifier)\.make\(\{/g, `$1.make({ baseUrl: "${url}",`)
    .replaceAll("mdb_sa_id_…", serviceAccount.clientId)
    .replaceAll("mdb_sa_sk_…", serviceAccount.clientSecret)
    .replaceAll("groupId: \"…\"", `groupId: "${app.groupId}"`)
    .replaceAll("appId: \"…\"", `appId: "${app.id}"`)
    .replaceAll("publicKey: \"…\"", `publicKey: "${administrator.publicKey}"`)
    .replaceAll("privateKey: \"…\"", `privateKey: "${administrator.privateKey}"`)
    .replaceAll("secret: \"…\"", `secret: "${"0123456789abcdef".repeat(4)}"`)
    .replaceAll("/var/lib/movies", state)
    .replaceAll(".listen(3000)", ".listen(0)")

const importOf = (names: ReadonlyArray<string>, from: string) =>
  names.length === 0 ? "export {}" : `import { ${names.join(", ")} } from "${from}"`

const nameOf = ({ file, line }: Block) => `${file.replaceAll(/[^\w-]/g, "-")}-${line}.ts`

/** `url` is the emulator's, `state` a folder for what a block keeps. */
export const write = (blocks: ReadonlyArray<Block>, url: string, state: string): ReadonlyArray<Written> => {
  rmSync(folder, { recursive: true, force: true })
  for (const kind of ["check", "run"]) mkdirSync(path.join(folder, kind), { recursive: true })
  const names = exportedBy(readFileSync(given, "utf8"))
  writeFileSync(
    path.join(folder, "check/tsconfig.json"),
    JSON.stringify({
      extends: path.join(root, "tsconfig.base.json"),
      include: ["*.ts"],
      compilerOptions: {
        // What people install: the built packages.
        customConditions: [],
        composite: false,
        incremental: false,
        declaration: false,
        declarationMap: false,
        noEmit: true,
        rewriteRelativeImportExtensions: false,
        allowImportingTsExtensions: true,
        // What most people have: `strict`, and no more.
        noPropertyAccessFromIndexSignature: false,
        noUncheckedIndexedAccess: false,
        noUnusedLocals: false,
        noUnusedParameters: false,
        types: ["node"]
      }
    })
  )
  return blocks.map((block) => {
    const missing = [...testRunners, "playwright"].some((runner) => block.words.has(runner))
      ? []
      : missingIn(block.code, names)
    const name = nameOf(block)
    writeFileSync(path.join(folder, "check", name), `${importOf(missing, given)}\n${block.code}`)
    // Each has its own, so that none finds what another left.
    const own = `${given}?${name}`
    const code = forEmulator(block.code, url, path.join(state, name))
    writeFileSync(path.join(folder, "run", name), `${importOf(missing, own)}\n${code}`)
    return { block, name }
  })
}
