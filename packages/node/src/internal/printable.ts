/** `console.error(error)` shows the message and the stack: of an error of Effect's it shows the fields alone. */
import { NodeInspectSymbol } from "effect/Inspectable"

/** The same object. */
export const printable = (error: unknown): unknown => {
  if (error instanceof Error && NodeInspectSymbol in error && Object.isExtensible(error)) {
    Object.defineProperty(error, NodeInspectSymbol, { value: undefined, configurable: true })
  }
  return error
}
