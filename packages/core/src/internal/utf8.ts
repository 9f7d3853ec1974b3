/** UTF-8 of short texts without an allocation for each, which takes longer than the digest of what it holds. */

const encoder = new TextEncoder()
const size = 65_536

/** Gives bytes that nobody writes to again: the next text gets those behind, and a new block when there are too few. */
export const make = (): (text: string) => Uint8Array => {
  let block = new Uint8Array(size)
  let used = 0
  return (text) => {
    // A UTF-16 code unit takes three bytes at most.
    const most = text.length * 3
    if (most > size) return encoder.encode(text)
    if (used + most > size) {
      block = new Uint8Array(size)
      used = 0
    }
    const from = used
    used += encoder.encodeInto(text, block.subarray(from)).written
    return block.subarray(from, used)
  }
}
