/** The failures that any operation may end with, beside those that its endpoint declares. They hold no secret. */
import * as Schema from "effect/Schema"
import type { ThrottleError } from "./ThrottleError.ts"

const fields = { operation: Schema.String, status: Schema.Int }

/** The server refused with a code that the endpoint does not declare, or with none. */
export class Refused extends Schema.TaggedError<Refused>()("Refused", {
  ...fields,
  code: Schema.optional(Schema.String),
  description: Schema.String,
  retryAfter: Schema.optional(Schema.Duration)
}) {
  override get message() {
    const code = this.code === undefined ? "" : ` ${this.code}`
    return `${this.operation} was refused with ${this.status}${code}: ${this.description}`
  }
}

/** The reply is none that the operation's documentation shows; `excerpt` is its start, with secrets masked. */
export class UnexpectedReply extends Schema.TaggedError<UnexpectedReply>()("UnexpectedReply", {
  ...fields,
  excerpt: Schema.String,
  retryAfter: Schema.optional(Schema.Duration)
}) {
  override get message() {
    const reply = this.excerpt === "" ? "" : `: ${this.excerpt}`
    return `${this.operation} got a reply of status ${this.status} that is not documented${reply}`
  }
}

/** No reply came: the host is down, its name does not resolve, or the connection broke. `reason` is a system code. */
export class Unreachable extends Schema.TaggedError<Unreachable>()("Unreachable", {
  operation: Schema.String,
  origin: Schema.String,
  reason: Schema.String
}) {
  override get message() {
    return `${this.operation} got no reply from ${this.origin} (${this.reason}). Check the base URL and the network.`
  }
}

/** An argument does not fit the endpoint's schema, so nothing was sent. `path` names it. */
export class InvalidArgument extends Schema.TaggedError<InvalidArgument>()("InvalidArgument", {
  operation: Schema.String,
  path: Schema.String
}) {
  override get message() {
    return `${this.operation} was not sent: ${this.path === "" ? "an argument" : this.path} is missing or malformed.`
  }
}

/** Undeclared failures of an operation. */
export type ApiError = Refused | UnexpectedReply | Unreachable | InvalidArgument | ThrottleError
