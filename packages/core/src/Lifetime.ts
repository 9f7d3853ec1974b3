/** How long work may go on that nobody waits for, such as a renewal whose caller left. */
import * as Context from "effect/Context"
import type * as Scope from "effect/Scope"

/** It ends with this scope, or, where there is none, by itself. A client gives its own. */
export const Lifetime = Context.Reference<Scope.Scope | undefined>("@atlas-bearer/core/Lifetime", {
  defaultValue: () => undefined
})
