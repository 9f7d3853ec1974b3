/** The browser page, built by Vite into memory: nothing is stale, and nothing is left behind. */
import type { RequestHandler } from "express"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { gzip } from "node:zlib"

interface File {
  readonly type: string
  readonly content: Uint8Array
  readonly gzip: Uint8Array
}

/** By path, such as `/index.html`. */
export type Page = ReadonlyMap<string, File>

const compress = promisify(gzip)
const root = fileURLToPath(new URL("page/", import.meta.url))

const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml"
}

/** Takes about a second. */
export const build = async (): Promise<Page> => {
  // Whoever is given a page needs no Vite.
  const vite = await import("vite")
  const output = await vite.build({
    root,
    configFile: false,
    logLevel: "warn",
    // No package needs to be built before.
    resolve: { conditions: ["@atlas-bearer/source", ...vite.defaultClientConditions] },
    build: { write: false, target: "es2022", assetsInlineLimit: 0, modulePreload: false },
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } }
  })
  if (!("output" in output)) throw new Error("Vite has built more than one page")
  const files = output.output.map(async (file): Promise<[string, File]> => {
    const content = Buffer.from(file.type === "chunk" ? file.code : file.source)
    const type = types[file.fileName.split(".").at(-1) ?? ""] ?? "application/octet-stream"
    return [`/${file.fileName}`, { type, content, gzip: await compress(content) }]
  })
  return new Map(await Promise.all(files))
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'"
].join("; ")

/** What every answer of this server says. */
export const security: RequestHandler = (_request, response, next) => {
  response.set({
    "content-security-policy": policy,
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff"
  })
  next()
}

/** Files whose names have a hash never change. */
export const serve = (page: Page): RequestHandler => (request, response, next) => {
  const path = request.path === "/" ? "/index.html" : request.path
  const file = request.method === "GET" || request.method === "HEAD" ? page.get(path) : undefined
  if (file === undefined) return next()
  response.set({
    "cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    "content-type": file.type,
    vary: "accept-encoding"
  })
  if (request.acceptsEncodings("gzip") !== "gzip") return response.send(Buffer.from(file.content))
  response.set("content-encoding", "gzip").send(Buffer.from(file.gzip))
}
