/** Undoes the codings of a reply's content (RFC 9110 section 8.4.1), as `fetch` does: the header stays as it came. */
import { Duplex, pipeline, Readable } from "node:stream"
import * as zlib from "node:zlib"

type Bytes = Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>

// Content that is cut off is given as far as it goes, as browsers do.
const lenient = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH }
const flush = zlib.constants.BROTLI_OPERATION_FLUSH

/** `deflate` is a zlib stream, and from some servers a bare one: the first byte tells. */
const inflate = (): Duplex =>
  Duplex.from(async function*(chunks: AsyncIterable<Uint8Array>) {
    const source = chunks[Symbol.asyncIterator]()
    const first = await source.next()
    if (first.done === true) return
    const isZlib = ((first.value[0] ?? 0) & 0x0f) === 8
    const all = async function*() {
      yield first.value
      yield* { [Symbol.asyncIterator]: () => source }
    }
    const decoder = isZlib ? zlib.createInflate(lenient) : zlib.createInflateRaw(lenient)
    yield* pipeline(Readable.from(all()), decoder, () => undefined)
  })

const decoders: Readonly<Record<string, () => Duplex>> = {
  gzip: () => zlib.createGunzip(lenient),
  "x-gzip": () => zlib.createGunzip(lenient),
  deflate: inflate,
  br: () => zlib.createBrotliDecompress({ flush, finishFlush: flush })
}

/** An unknown coding leaves all as it is. */
export const decoded = (content: Bytes, contentEncoding: string | ReadonlyArray<string> | undefined): Bytes => {
  if (contentEncoding === undefined) return content
  const codings = String(contentEncoding).toLowerCase().split(",").map((coding) => coding.trim()).filter(Boolean)
  const known = codings.flatMap((coding) => decoders[coding] ?? [])
  if (known.length === 0 || known.length < codings.length) return content
  let stream = Readable.from(content instanceof Uint8Array ? [content] : content)
  for (const decoder of known.toReversed()) stream = pipeline(stream, decoder(), () => undefined)
  const chunks = stream[Symbol.asyncIterator]()
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await chunks.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    cancel: () => void stream.destroy()
  })
}
