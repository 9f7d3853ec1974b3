/**
 * The built command in a pseudo-terminal, by `script` of util-linux: every Debian has it, and a native module for this would
 * have to be compiled where none fits.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { type Home, nodeAndBinary } from "./command.ts"

const [node, binary] = nodeAndBinary

export const startInTerminal = (home: Home, args: string, env: Readonly<Record<string, string>> = {}) => {
  // The command's exit code is that of `script`.
  const child = spawn("script", ["-qefc", `exec "$NODE" "$BINARY" ${args}`, "/dev/null"], {
    env: { ...home.environment, ...env, NODE: node, BINARY: binary, SHELL: "/bin/sh" },
    stdio: ["pipe", "pipe", "inherit"]
  })
  let screen = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text
  })
  const ended = once(child, "close").then(([code]): unknown => code)
  return {
    child,
    screen: () => screen,
    /** Waits until the screen shows `text`, then types. */
    type: async (text: string, keys: string) => {
      while (!screen.includes(text)) await once(child.stdout, "data")
      child.stdin.write(keys)
    },
    /** The exit code. */
    ended
  }
}
