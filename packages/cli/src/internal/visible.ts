/** Texts of others on a terminal. */

// C0, delete and C1: a terminal takes some of them for orders.
const control = /\p{Cc}/gu

/** On one line, with escapes for what a terminal would obey. */
export const visible = (text: string): string =>
  text.replaceAll(/\s*[\r\n]\s*/g, " ").replaceAll(
    control,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`
  )
