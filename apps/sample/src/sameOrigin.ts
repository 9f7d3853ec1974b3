/** Lets pages of this server pass and nobody else: what they may do here, no other site may have a visitor's browser do. */
import type { RequestHandler } from "express"
import * as Problem from "./Problem.ts"

const names = new Set(["127.0.0.1", "localhost"])

/** A foreign name that leads to this machine (DNS rebinding) is not ours. */
export const sameHost: RequestHandler = (request, response, next) => {
  if (names.has(request.hostname)) return next()
  Problem.send(response, { status: 421, code: "ForeignHost", detail: "This server is at 127.0.0.1 alone." })
}

/** Browsers tell whose page sends a request. */
export const sameOrigin: RequestHandler = (request, response, next) => {
  if (request.method === "GET" || request.get("sec-fetch-site") === "same-origin") return next()
  const detail = "Only a page of this server may ask for that. With curl, add: -H 'Sec-Fetch-Site: same-origin'"
  Problem.send(response, { status: 403, code: "ForeignOrigin", detail })
}
