/** Another program, started and waited for. */
import { npmFree } from "@atlas-bearer/servers/npmFree"
import { execFile } from "node:child_process"

export interface Options {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** Its standard output. Rejects with all that it wrote when it fails. */
export const run = (command: string, args: ReadonlyArray<string>, { cwd, env }: Options): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = { cwd, env: { ...npmFree, ...env }, maxBuffer: 64 * 1024 * 1024 }
    execFile(command, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout)
      reject(new Error(`${[command, ...args].join(" ")} failed in ${cwd}:\n${stdout}\n${stderr}`))
    })
  })
