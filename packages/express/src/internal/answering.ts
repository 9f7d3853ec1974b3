/** Runs an answer that takes time: under a signal that ends with the client, and never after it. */
import type { ServerResponse } from "node:http"

/**
 * `work` is given a signal that is aborted when the client goes away; then neither `done` nor `failed` is called, and else
 * one of them, once. What `done` throws is nobody's failure but its own.
 */
export const answering = <A>(
  response: ServerResponse,
  work: (signal: AbortSignal) => Promise<A>,
  done: (value: A) => void,
  failed: (error: unknown) => void
): void => {
  const client = new AbortController()
  const leave = () => client.abort()
  const unlessGone = <B>(then: (value: B) => void) => (value: B) => {
    response.removeListener("close", leave)
    if (!client.signal.aborted) then(value)
  }
  response.once("close", leave)
  void work(client.signal).then(unlessGone(done), unlessGone(failed))
}
