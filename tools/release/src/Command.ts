/** Another program, started and waited for. */
import { execFile } from "node:child_process"

export interface Options {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** What npm tells its scripts would change what npm does when it is started by one. */
const inherited = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$)/i.test(name))
)

/** Its standard output. Rejects with all that it wrote when it fails. */
export const run = (command: string, args: ReadonlyArray<string>, { cwd, env }: Options): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = { cwd, env: { ...inherited, ...env }, maxBuffer: 64 * 1024 * 1024 }
    execFile(command, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout)
      reject(new Error(`${[command, ...args].join(" ")} failed in ${cwd}:\n${stdout}\n${stderr}`))
    })
  })
