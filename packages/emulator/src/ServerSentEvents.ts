/** Server-sent events as App Services writes them: one line of data each, in which a percent sign is `%25`. */
import { Envelope } from "@atlas-bearer/core/ClientError"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

// JSON has no line breaks; they would be `%0A` and `%0D`.
const data = (value: unknown) => `data: ${JSON.stringify(value).replaceAll("%", "%25")}\n\n`

/** A failure that ends a stream. */
interface Failure {
  readonly _tag: string
  readonly description: string
}

const error = ({ _tag, description }: Failure) =>
  `event: error\n${data(Schema.encodeSync(Envelope)({ code: _tag, description }))}`

/** The values as events, and the failure as the last. It begins with a comment, so that the client sees at once that it began. */
export const make = (values: Stream.Stream<Schema.Json, Failure>): Stream.Stream<Uint8Array> =>
  Stream.succeed(":\n\n").pipe(
    Stream.concat(Stream.map(values, data)),
    Stream.catch((failure) => Stream.succeed(error(failure))),
    Stream.encodeText
  )
