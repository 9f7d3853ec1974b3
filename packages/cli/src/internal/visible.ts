/** Texts of others on a terminal. */

// C0, delete and C1: a terminal takes some of them for orders.
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u001f\u007f-\u009f]/g

/** On one line, with escapes for what a terminal would obey. */
export const visible = (text: string): string =>
  text.replaceAll(/\s*[\r\n]\s*/g, " ").replaceAll(
    control,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`
  )
