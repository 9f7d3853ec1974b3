/** The content of a reply while it comes in: bytes when all of it is here, else a stream. */

export interface Incoming {
  /** False when who reads is behind: more should wait. */
  readonly push: (chunk: Uint8Array) => boolean
  readonly end: () => void
  readonly fail: (error: unknown) => void
  /** Once. */
  readonly take: () => Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>
  /** Nobody will read it. */
  readonly discard: () => void
}

const bufferSize = 65_536

/** `resume` asks for more after a `push` that returned false; `cancel` says that no more is wanted. */
export const make = (resume: () => void, cancel: (reason?: unknown) => void): Incoming => {
  const chunks: Array<Uint8Array> = []
  let isEnded = false
  let failure: { readonly error: unknown } | undefined
  let sink: ReadableByteStreamController | undefined

  const close = (controller: ReadableByteStreamController) => {
    controller.close()
    // A reader that brought its own buffer waits for this.
    controller.byobRequest?.respond(0)
  }
  // The stream takes the memory away from who gives it, and chunks of a socket share theirs.
  const enqueue = (controller: ReadableByteStreamController, chunk: Uint8Array) =>
    chunk.length > 0 && controller.enqueue(new Uint8Array(chunk))

  const stream = () =>
    new ReadableStream({
      type: "bytes",
      start: (controller) => {
        sink = controller
        for (const chunk of chunks.splice(0)) enqueue(controller, chunk)
        if (failure !== undefined) controller.error(failure.error)
      },
      pull: resume,
      cancel: (reason) => {
        isEnded = true
        cancel(reason)
      }
    }, { highWaterMark: bufferSize })

  return {
    push: (chunk) => {
      if (isEnded) return true
      if (sink === undefined) chunks.push(chunk)
      else enqueue(sink, chunk)
      return sink === undefined || (sink.desiredSize ?? 1) > 0
    },
    end: () => {
      if (!isEnded && sink !== undefined) close(sink)
      isEnded = true
    },
    fail: (error) => {
      if (isEnded || failure !== undefined) return
      failure = { error }
      sink?.error(error)
    },
    take: () => isEnded ? new Uint8Array(Buffer.concat(chunks)) : stream(),
    discard: () => {
      if (!isEnded) cancel()
      isEnded = true
    }
  }
}
