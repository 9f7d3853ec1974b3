/** A registry of this machine alone, for packages that are not published yet. It asks no other one. */
import { once } from "node:events"
import { writeFileSync } from "node:fs"
import type { Server } from "node:http"
import { createRequire } from "node:module"
import * as path from "node:path"

export interface Registry extends AsyncDisposable {
  readonly url: string
  /** For an .npmrc: where our packages are, and who may publish them there. */
  readonly npmrc: string
}

interface Verdaccio {
  readonly runServer: (config: string) => Promise<Server>
}

const configOf = (storage: string) => `
storage: ${storage}
web: { enable: false }
uplinks: {}
packages:
  "@atlas-bearer/*": { access: $all, publish: $all }
log: { type: stdout, format: pretty, level: fatal }
`

/** `toolchain` is where verdaccio is installed; it stores what it gets in `directory`. */
export const start = async (toolchain: string, directory: string): Promise<Registry> => {
  const verdaccio: Verdaccio = createRequire(path.join(toolchain, "package.json"))("verdaccio")
  const config = path.join(directory, "verdaccio.yaml")
  writeFileSync(config, configOf(path.join(directory, "storage")))
  const server = (await verdaccio.runServer(config)).listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("The registry has no port")
  const host = `127.0.0.1:${address.port}`
  return {
    url: `http://${host}/`,
    npmrc: `@atlas-bearer:registry=http://${host}/\n//${host}/:_authToken=everybody\n`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    }
  }
}
