/** The JSON object that a request brings, of 100 kB at most. */
import type { IncomingMessage } from "node:http"
import type { Problem } from "./Problem.ts"

const longest = 102_400

type Fields = Readonly<Record<string, unknown>>

const refuse = (status: number, detail: string): { readonly problem: Problem } => ({
  problem: { status, code: "BadRequest", detail, headers: { Connection: status === 413 ? "close" : undefined } }
})

const tooLong = refuse(413, "The body is longer than 100 kB.")
const notJson = refuse(400, "The body is no JSON object.")

const read = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Array<Buffer> = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    if (length > longest) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8")
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Another middleware may have read it before. */
export const jsonBody = async (
  request: IncomingMessage & { readonly body?: unknown }
): Promise<{ readonly fields: Fields } | { readonly problem: Problem }> => {
  const { headers } = request
  if (Number(headers["content-length"]) > longest) return tooLong
  // A form of another site cannot send this type (Fetch standard, section 2.2.2).
  if (!/^application\/json\s*(;|$)/i.test(headers["content-type"] ?? "")) {
    return refuse(415, "The body must be of the type application/json.")
  }
  if (!["identity", undefined].includes(headers["content-encoding"])) {
    return refuse(415, "The body must not be encoded.")
  }
  if (request.readableDidRead) return isObject(request.body) ? { fields: request.body } : notJson
  const text = await read(request)
  if (text === undefined) return tooLong
  const value = parse(text)
  return isObject(value) ? { fields: value } : notJson
}
