/** The emulator cannot listen where it was told to. */
import * as Data from "effect/Data"
import { NodeInspectSymbol } from "effect/Inspectable"

const advice: Readonly<Record<string, string>> = {
  EACCES: "this user may not. Take a port from 1024.",
  EADDRINUSE: "somebody else listens there. Take another port, or 0 for one that is free.",
  EADDRNOTAVAIL: "this machine has no such address. Take 127.0.0.1, or 0.0.0.0 for all it has.",
  ENOTFOUND: "nobody knows that host. Take 127.0.0.1, or 0.0.0.0 for all addresses of this machine."
}

/** `cause` is the error of `node:net`, whose `code` says what is wrong. */
export class ListenFailed extends Data.TaggedError("ListenFailed")<{
  readonly host: string
  readonly port: number
  readonly cause: unknown
}> {
  static {
    // `console.error(error)` shows the message too: of an error of Effect's it shows the fields alone.
    Object.defineProperty(this.prototype, NodeInspectSymbol, { value: undefined })
  }

  override get message() {
    const { cause, host, port } = this
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : ""
    const reason = Object.hasOwn(advice, code) ? `${advice[code]} (${code})` : String(cause)
    return `Cannot listen on ${host}:${port}: ${reason}`
  }
}
