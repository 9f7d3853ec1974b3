/** The browser of this machine. */
import { existsSync } from "node:fs"
import * as path from "node:path"

const commands = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]

const elsewhere = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
]

/** The path of Chromium or Chrome, if one is installed. */
export const find = (): string | undefined =>
  [
    ...commands.flatMap((command) =>
      (process.env["PATH"] ?? "").split(path.delimiter).map((directory) => path.join(directory, command))
    ),
    ...elsewhere
  ].find((file) => existsSync(file))
