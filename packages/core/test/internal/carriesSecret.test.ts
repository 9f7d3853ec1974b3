import { Secret } from "@atlas-bearer/core/Secret"
import { Session } from "@atlas-bearer/core/Session"
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { carriesSecret } from "../../src/internal/carriesSecret.ts"

const Open = Schema.Struct({ name: Schema.String, tags: Schema.Array(Schema.NullOr(Schema.Finite)) })

const secret: Readonly<Record<string, Schema.Top>> = {
  "a secret": Secret,
  "a session": Session,
  "an optional field": Schema.Struct({ a: Schema.optional(Secret) }),
  "an array": Schema.Array(Secret),
  "a tuple": Schema.Tuple([Schema.String, Secret]),
  "a record": Schema.Record(Schema.String, Secret),
  "a union": Schema.Union([Open, Session]),
  "a redacted object": Schema.RedactedFromValue(Open)
}
const open: Readonly<Record<string, Schema.Top>> = {
  "a text": Schema.String,
  "plain fields": Open,
  nothing: Schema.Void
}

describe("carriesSecret", () => {
  it.each(Object.entries(secret))("sees it in %s", (_, schema) => assert.isTrue(carriesSecret(schema.ast)))
  it.each(Object.entries(open))("sees none in %s", (_, schema) => assert.isFalse(carriesSecret(schema.ast)))
})
