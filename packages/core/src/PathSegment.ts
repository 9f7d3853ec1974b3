/** One segment of a request path: an app id, a group id, a provider name. */
import * as Schema from "effect/Schema"

/**
 * Any text but the dot segments, which a URL parser would resolve (RFC 3986 section 5.2.4), and lone surrogates, which
 * have no percent-encoding.
 */
export const PathSegment = Schema.NonEmptyString.check(Schema.isPattern(/^(?!\.{1,2}$)\P{Cs}*$/u))
