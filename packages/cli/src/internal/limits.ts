/** How long a command may wait for the server. */
import type { CallOptions } from "@atlas-bearer/core/TokenSource"
import * as Flag from "effect/cli/Flag"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const Seconds = Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThanOrEqualTo(86_400))

export const flags = {
  maxTime: Flag.Finite("max-time").pipe(
    Flag.withSchema(Seconds),
    Flag.withMetavar("SECONDS"),
    Flag.withDescription("How long to wait and try at most (default: 90, and 60 when the server asks to wait)"),
    Flag.optional,
    Flag.map(Option.getOrUndefined)
  )
}

export const of = ({ maxTime }: { readonly maxTime: number | undefined }): CallOptions =>
  maxTime === undefined ? {} : { deadline: maxTime * 1000, maxRetryAfter: maxTime * 1000 }
