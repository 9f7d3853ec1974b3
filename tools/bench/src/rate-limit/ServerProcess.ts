/** A server under test in a process of its own: the client's event loop must not serve the requests it times. */
import { fork } from "node:child_process"
import { once } from "node:events"

export interface ServerProcess<Seen> extends Disposable {
  readonly url: string
  /** What it has counted so far. */
  readonly seen: () => Promise<Seen>
}

/** `Seen` is the type of the named server's; `script` serves it and answers the message "seen". */
export const start = async <Seen>(
  name: string,
  script = new URL("./serve.ts", import.meta.url)
): Promise<ServerProcess<Seen>> => {
  const child = fork(script, [name])
  const [url]: Array<string> = await once(child, "message")
  if (url === undefined) throw new Error(`The server "${name}" gave no address.`)
  return {
    url,
    seen: async () => {
      child.send("seen")
      const [seen]: Array<Seen> = await once(child, "message")
      if (seen === undefined) throw new Error(`The server "${name}" gave no account.`)
      return seen
    },
    [Symbol.dispose]: () => void child.kill()
  }
}
