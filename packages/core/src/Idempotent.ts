/** May a request be sent again when it is not clear whether the server saw it? An annotation of endpoints. */
import * as Context from "effect/Context"

/**
 * `true` where a second execution does no more than the first (RFC 9110 section 9.2.2). By default no. A caller who knows
 * better, for a GraphQL query say, provides it for one call, and goes before the annotation.
 */
export const Idempotent = Context.Reference<boolean | undefined>("@atlas-bearer/core/Idempotent", {
  defaultValue: () => undefined
})
