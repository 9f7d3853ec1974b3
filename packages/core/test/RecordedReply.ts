/** Replies as they stand on the wire, with the page each comes from, and what they mean: `fixtures/`. */
import { Schema } from "effect"
import { readdirSync, readFileSync } from "node:fs"

const fixtures = new URL("fixtures/", import.meta.url)

/** `body` is the wire's text, JSON or not. */
export const RecordedReply = Schema.Struct({
  name: Schema.NonEmptyString,
  source: Schema.NonEmptyString,
  status: Schema.Int,
  headers: Schema.Record(Schema.String, Schema.String),
  body: Schema.String,
  /** What the operation ends with; durations are seconds, secrets `<redacted>`. */
  expect: Schema.Union([
    Schema.Struct({ success: Schema.Unknown }),
    Schema.StructWithRest(Schema.Struct({ failure: Schema.NonEmptyString }), [
      Schema.Record(Schema.String, Schema.Unknown)
    ])
  ]),
  /** What our own server sends for the same outcome, where that differs. */
  canonical: Schema.optional(Schema.Struct({
    status: Schema.optional(Schema.Int),
    /** `null`: not sent. */
    headers: Schema.optional(Schema.Record(Schema.String, Schema.NullOr(Schema.String))),
    body: Schema.optional(Schema.String)
  }))
})

export type RecordedReply = typeof RecordedReply.Type

const decode = Schema.decodeUnknownSync(Schema.fromJsonString(Schema.NonEmptyArray(RecordedReply)))

/** The replies of the operation `client/GetLocation`. */
export const read = (path: string): ReadonlyArray<RecordedReply> =>
  decode(readFileSync(new URL(`${path}.json`, fixtures), "utf8"))

/** The operations that have replies. */
export const recorded: ReadonlyArray<string> = readdirSync(fixtures, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.replace(/\.json$/, ""))
