/** What a text means, however it is spelled: as JSON, JSON within JSON, part of a URL, a form or HTML. */

/** `starts` and `ends` say where in the text each of the characters of `plain` stands. */
export interface Plain {
  readonly plain: string
  readonly starts: ReadonlyArray<number>
  readonly ends: ReadonlyArray<number>
}

const spelling =
  /\\+u(?<code>[\da-f]{4})|\\+(?<control>[bfnrt]?)|(?<bytes>(?:%[\da-f]{2})+)|&(?:#(?<decimal>\d{1,6})|#x(?<hex>[\da-f]{1,5})|(?<name>amp|lt|gt|quot|apos));|\+/gi

const controls = new Map([["b", "\b"], ["f", "\f"], ["n", "\n"], ["r", "\r"], ["t", "\t"]])
const entities = new Map([["amp", "&"], ["lt", "<"], ["gt", ">"], ["quot", "\""], ["apos", "'"]])

const utf8 = (bytes: string) =>
  new TextDecoder().decode(Uint8Array.from(bytes.slice(1).split("%"), (byte) => Number.parseInt(byte, 16)))

type Groups = Readonly<Record<string, string | undefined>>

/** A backslash that escapes nothing means nothing, so that it does not matter how many there are. */
const meaning = ({ bytes, code, control, decimal, hex, name }: Groups): string => {
  if (bytes !== undefined) return utf8(bytes)
  if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
  if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
  if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
  if (name !== undefined) return entities.get(name.toLowerCase()) ?? ""
  if (control !== undefined) return controls.get(control.toLowerCase()) ?? ""
  // In a form the plus is a space.
  return " "
}

// `search` begins at the start, whatever a global pattern remembers.
const isPlain = (text: string) => text.search(spelling) === -1

const once = ({ ends, plain, starts }: Plain): Plain => {
  if (isPlain(plain)) return { plain, starts, ends }
  const characters: Array<string> = []
  const from: Array<number> = []
  const to: Array<number> = []
  const add = (text: string, start: number, end: number) => {
    for (const unit of text.split("")) {
      characters.push(unit)
      from.push(start)
      to.push(end)
    }
  }
  let at = 0
  const copyUntil = (index: number) => {
    for (; at < index; at++) add(plain.charAt(at), starts[at] ?? 0, ends[at] ?? 0)
  }
  for (const { 0: spelled, groups = {}, index } of plain.matchAll(spelling)) {
    copyUntil(index)
    at += spelled.length
    add(meaning(groups), starts[index] ?? 0, ends[at - 1] ?? 0)
  }
  copyUntil(plain.length)
  return { plain: characters.join(""), starts: from, ends: to }
}

/** Spelled three times over at most: an escaped text that stands in a URL within JSON, say. */
export const plainOf = (text: string): Plain => {
  const starts = Array.from({ length: text.length }, (_, index) => index)
  return once(once(once({ plain: text, starts, ends: starts.map((start) => start + 1) })))
}

/** The same without the places. Tokens are plain, and long. */
export const meaningOf = (text: string): string => isPlain(text) ? text : plainOf(text).plain
