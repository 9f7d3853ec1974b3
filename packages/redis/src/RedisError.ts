/** Why a store in Redis could not do its work. They are the `cause` of the `TokenStoreError` that `storeFailed` tells. */
import * as Schema from "effect/Schema"

/** Redis is not connected, or was silent for 250 ms. Processes ask the server for themselves until it is back. */
export class RedisUnavailable extends Schema.TaggedError<RedisUnavailable>()("RedisUnavailable", {
  reason: Schema.String
}) {
  override get message() {
    return `Redis is not available: ${this.reason}`
  }
}

/** Redis answered with an error: its memory is full, a permission is missing, a replica was asked. */
export class RedisRefused extends Schema.TaggedError<RedisRefused>()("RedisRefused", {
  reason: Schema.String
}) {
  override get message() {
    return `Redis refused: ${this.reason}`
  }
}

const advice = {
  damaged: "it is not ours",
  notSealed: "it is not encrypted, although there is an encryptionKey",
  sealed: "it is encrypted with another key"
}

/** What is stored counts for nothing and is not replaced: others may still use it. */
export class RecordUnreadable extends Schema.TaggedError<RecordUnreadable>()("RecordUnreadable", {
  redisKey: Schema.String,
  reason: Schema.Literals(["damaged", "notSealed", "sealed"])
}) {
  override get message() {
    const what = advice[this.reason]
    return `Cannot read ${this.redisKey}: ${what}. Give all processes the same encryptionKey, a new one with a new prefix, or delete the key.`
  }
}
