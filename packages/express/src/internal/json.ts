/** Answers with JSON that nobody may keep. */
import type { ServerResponse } from "node:http"

/** Unless somebody answered already. Without a body it is 204. */
export const json = (response: ServerResponse, status: number, body?: object, type = "application/json"): void => {
  if (response.headersSent) return
  response.setHeader("Cache-Control", "no-store")
  if (body === undefined) {
    response.writeHead(204).end()
    return
  }
  const text = JSON.stringify(body)
  response.setHeader("Content-Type", `${type}; charset=utf-8`)
  response.setHeader("Content-Length", Buffer.byteLength(text))
  response.writeHead(status).end(text)
}
