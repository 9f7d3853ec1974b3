/** The system's code for a failure, such as `ECONNRESET`: the innermost one in the chain of causes. */

// Any error may have a `code`; what looks otherwise may be a text of somebody else.
const pattern = /^[A-Z][A-Z\d_]*$/

/** `fallback` when nothing in the chain has a code. */
export const of = (error: unknown, fallback: string): string => {
  let code = fallback
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string" && pattern.test(cause.code)) code = cause.code
  }
  return code
}
