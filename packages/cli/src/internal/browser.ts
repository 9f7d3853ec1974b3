/** Shows a page in the browser of whoever runs the command. */
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"

const openers: Readonly<Record<string, ReadonlyArray<string>>> = {
  darwin: ["open"],
  // An address in quotes would be the title of the window.
  win32: ["cmd", "/c", "start", ""]
}

/** Whether the system's opener took it. The browser outlives the command. */
export const open = (url: string): Effect.Effect<boolean> =>
  Effect.callback<boolean>((resume) => {
    const [command = "", ...args] = openers[process.platform] ?? ["xdg-open"]
    const child = spawn(command, [...args, url], { detached: true, stdio: "ignore" })
    child.on("error", () => resume(Effect.succeed(false)))
    child.on("close", (code) => resume(Effect.succeed(code === 0)))
    child.unref()
  })
