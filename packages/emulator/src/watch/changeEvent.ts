/** A change as MongoDB tells it (https://www.mongodb.com/docs/manual/reference/change-events/), in canonical EJSON. */
import type * as Schema from "effect/Schema"
import type { JsonSchema } from "../Collections.ts"
import { type Json, valueAt } from "../graphql/JsonValue.ts"
import { encodeDocument } from "../storedEjson.ts"
import type { Committed } from "./Changes.ts"

type JsonObject = typeof Schema.JsonObject.Type

interface Namespace {
  readonly database: string
  readonly collection: string
}

const differs = (one: Json | undefined, other: Json | undefined) => JSON.stringify(one) !== JSON.stringify(other)

/** Fields of the document itself, not of those within it: that is what GraphQL sets and unsets. */
const updateDescription = (before: JsonObject, after: JsonObject) => ({
  updatedFields: Object.fromEntries(
    Object.entries(after).filter(([key, value]) => differs(value, valueAt(before, key)))
  ),
  removedFields: Object.keys(before).filter((key) => !Object.hasOwn(after, key))
})

/** The documents are complete, also those of updates. */
export const changeEvent = (schema: JsonSchema, { collection, database }: Namespace, change: Committed): JsonObject => {
  const [before, after] = [change.before, change.after].map((document) => document && encodeDocument(schema, document))
  const seconds = Math.floor(change.at / 1000)
  return {
    // Of the same length and in the order of the changes, as resume tokens are.
    _id: { _data: `82${seconds.toString(16).padStart(8, "0")}${change.count.toString(16).padStart(8, "0")}` },
    operationType: change.type,
    clusterTime: { $timestamp: { t: seconds, i: change.count } },
    ns: { db: database, coll: collection },
    documentKey: { _id: valueAt(after ?? before ?? {}, "_id") ?? null },
    ...(after === undefined ? {} : { fullDocument: after }),
    ...(change.type === "update" && { updateDescription: updateDescription(before ?? {}, after ?? {}) })
  }
}
