/** What a flag or an argument takes, as a sentence of its own. */

const literals = /^"[^"]*"(?: \| "[^"]*")+$/

const listed = (words: ReadonlyArray<string>) => `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`

/** It ends with what was given. */
const path = /^Path (?:is not a|does not exist)/

/** `expected` has the words of `effect/cli`: a list of literals, or what a schema expects. */
export const expectation = (expected: string): string => {
  if (path.test(expected)) return "Give the name of a file that is there."
  const text = expected.replace(/^Schema validation failed: /, "").replace(/^Expected:? /, "")
  const given = literals.test(text)
    ? listed(text.split(" | ").map((literal) => literal.slice(1, -1)))
    : text.replace("a string representing a finite number", "a number")
  return `Give ${given}.`
}
