/** Another method serves the path: a 405 with `Allow` (RFC 9110 section 15.5.6). */
import * as Data from "effect/Data"

export class MethodNotAllowed extends Data.TaggedError("MethodNotAllowed")<{
  readonly allowed: ReadonlySet<string>
}> {}
