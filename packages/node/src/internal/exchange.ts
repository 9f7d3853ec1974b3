/** One request and its reply, through undici's dispatcher: half the work of its `fetch`, and less than of its `request`. */
import type { Dispatcher } from "undici"
import * as Incoming from "./Incoming.ts"

export interface Outgoing {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | null
}

export type Fields = Readonly<Record<string, string | ReadonlyArray<string> | undefined>>

/** A reply whose header is here. */
export interface Received {
  readonly status: number
  readonly statusText: string
  /** By their names in lower case. */
  readonly fields: Fields
  readonly content: Incoming.Incoming
}

/** When to give up: `header` until the reply's header is here, from then on what `content` gives for its status. */
export interface Signals {
  readonly header: AbortSignal
  readonly content: (status: number) => AbortSignal | undefined
}

/** As the global `fetch` fails. */
export const failed = (cause: unknown): TypeError => new TypeError("fetch failed", { cause })

/** Resolves with the header; the content may still be on its way. */
export const exchange = (
  dispatcher: Dispatcher,
  { body, headers, method, url }: Outgoing,
  signals: Signals
): Promise<Received> =>
  new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined
    let ended: Error | undefined
    let signal: AbortSignal | undefined = signals.header

    /** The connection is of no further use. */
    const abandon = (reason: unknown) => {
      unlisten()
      ended = failed(reason)
      controller?.abort(ended)
    }
    const content = Incoming.make(() => controller?.resume(), abandon)
    const onAbort = () => {
      const reason: unknown = signal?.reason
      // First of all: what undici says of an abandoned request is not why.
      content.fail(reason)
      reject(reason)
      abandon(reason)
    }
    const unlisten = () => signal?.removeEventListener("abort", onAbort)
    const listenTo = (next: AbortSignal | undefined) => {
      unlisten()
      signal = next
      signal?.addEventListener("abort", onAbort)
    }

    if (signal.aborted) return onAbort()
    listenTo(signal)
    dispatcher.dispatch({ origin: url.origin, path: `${url.pathname}${url.search}`, method, headers, body }, {
      onRequestStart: (started) => {
        controller = started
        if (ended !== undefined) controller.abort(ended)
      },
      onResponseStart: (_, status, fields, statusText = "") => {
        // Interim replies tell nothing to the caller.
        if (status < 200) return
        listenTo(signals.content(status))
        resolve({ status, statusText, fields, content })
        if (signal?.aborted) onAbort()
      },
      onResponseData: (started, chunk) => {
        if (!content.push(chunk)) started.pause()
      },
      onResponseEnd: () => {
        unlisten()
        content.end()
      },
      onResponseError: (_, error) => {
        unlisten()
        content.fail(new TypeError("terminated", { cause: error }))
        reject(failed(error))
      }
    })
  })
