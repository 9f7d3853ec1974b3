/** The comment that a source file begins with, as text of one line. */

/** Empty when there is none. */
export const headerComment = (code: string): string =>
  (/^\/\*\*([^]*?)\*\//.exec(code)?.[1] ?? "").replace(/^\s*\* ?/gm, " ").replace(/\s+/g, " ").trim()
