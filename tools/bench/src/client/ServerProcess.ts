/** The server under test in a process of its own: the client's event loop must not serve the requests it times. */
import { fork } from "node:child_process"
import { once } from "node:events"

export interface Count {
  readonly tokenRequests: number
  readonly refused: number
}

/** `expire` ends all access tokens and starts the count again; `begin` all refresh tokens too, and then `r0` is good. */
export type Ask =
  | { readonly _tag: "count" }
  | { readonly _tag: "expire" }
  | { readonly _tag: "begin"; readonly isSingleUse: boolean }

export interface ServerProcess extends Disposable {
  readonly url: string
  readonly ask: (ask: Ask) => Promise<Count>
}

export const start = async (): Promise<ServerProcess> => {
  const child = fork(new URL("./serve.ts", import.meta.url))
  const [url]: Array<string> = await once(child, "message")
  if (url === undefined) throw new Error("The server gave no address.")
  return {
    url,
    ask: async (ask) => {
      child.send(ask)
      const [count]: Array<Count> = await once(child, "message")
      if (count === undefined) throw new Error("The server gave no account.")
      return count
    },
    [Symbol.dispose]: () => void child.kill()
  }
}
