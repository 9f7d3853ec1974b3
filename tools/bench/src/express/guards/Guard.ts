/** Something that stands before a route, and the token that it lets pass. */
import type { RequestHandler } from "express"
import type { Given, Tokens } from "../Given.ts"

export interface Guard {
  readonly name: string
  readonly token: keyof Tokens
  /** No handlers when nobody guards. */
  readonly handlers: (given: Given) => ReadonlyArray<RequestHandler>
}
