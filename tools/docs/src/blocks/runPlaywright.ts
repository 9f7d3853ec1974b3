/** Runs the blocks for Playwright as a project, with a page like the one that they test. */
import * as Chromium from "@atlas-bearer/servers/Chromium"
import { freePort } from "@atlas-bearer/servers/freePort"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import * as path from "node:path"
import { text } from "node:stream/consumers"
import { root } from "../repository.ts"
import type { Block } from "./Block.ts"

const project = path.join(root, "tools/docs/build/playwright")

/** A block's first line is a comment with its name. */
const nameOf = ({ code }: Block) => /^\/\/ (\S+)\n/.exec(code)?.[1] ?? "unnamed.ts"

/** Theirs, with the browser of this machine. */
const config = (executablePath: string) =>
  `import theirs from "./playwright.config.ts"

export default { ...theirs, use: { ...theirs.use, launchOptions: { executablePath: ${
    JSON.stringify(executablePath)
  } } } }
`

const write = async (blocks: ReadonlyArray<Block>, executablePath: string) => {
  rmSync(project, { recursive: true, force: true })
  mkdirSync(project, { recursive: true })
  const [emulatorPort, pagePort] = [await freePort(), await freePort()]
  for (const block of blocks) {
    const code = block.code.replaceAll("9090", `${emulatorPort}`).replaceAll("3000", `${pagePort}`)
    writeFileSync(path.join(project, nameOf(block)), code)
  }
  writeFileSync(path.join(project, "own.config.ts"), config(executablePath))
  writeFileSync(
    path.join(project, "package.json"),
    JSON.stringify({ private: true, type: "module", scripts: { start: `PORT=${pagePort} node server.ts` } })
  )
  copyFileSync(path.join(import.meta.dirname, "movies/server.ts"), path.join(project, "server.ts"))
  // Else npx would look for the emulator in a registry.
  symlinkSync(path.join(root, "node_modules"), path.join(project, "node_modules"))
}

/** What fails. */
export const runPlaywright = async (blocks: ReadonlyArray<Block>): Promise<ReadonlyArray<string>> => {
  const executablePath = Chromium.find()
  if (executablePath === undefined) return ["Chromium is missing: run node tools/servers/src/installChromium.ts"]
  await write(blocks, executablePath)
  const child = spawn("npx", ["playwright", "test", "--config", "own.config.ts", "--reporter", "line"], {
    cwd: project,
    env: { ...process.env, CI: "" }
  })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")])
  return code === 0 ? [] : [`${blocks.map(({ file, line }) => `${file}:${line}`).join(", ")}: ${stdout}${stderr}`]
}
