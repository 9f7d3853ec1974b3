/** A server with a session router before the emulator, whose answers can be replaced, and a browser that keeps cookies. */
import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { sessionRouter, type SessionRouterOptions } from "@atlas-bearer/express"
import { App } from "@atlas-bearer/node"
import type express from "express"
import { buffer } from "node:stream/consumers"
import { serve } from "./servers.ts"

export const secret = "a secret of 32 bytes, or of more."

/** The emulator behind a socket that counts what passes, and answers in its stead when there is a `fault`. */
export const upstream = async () => {
  const emulator = await Emulator.start()
  const seen: Array<string> = []
  const own = {
    seen,
    emulator,
    fault: undefined as (() => Response | undefined) | undefined
  }
  const server = await serve(async (request, response) => {
    seen.push(`${request.method} ${request.url}`)
    const body = await buffer(request)
    const isLocation = request.url?.endsWith("/location")
    const reply = (isLocation ? undefined : own.fault?.()) ?? await fetch(emulator.url + request.url, {
      method: request.method ?? "GET",
      headers: Object.entries(request.headers).flatMap(([name, value]) =>
        ["authorization", "content-type"].includes(name) && typeof value === "string" ? [[name, value]] : []
      ) as Array<[string, string]>,
      ...(body.length > 0 && { body })
    })
    const text = (await reply.text()).replaceAll(emulator.url, server.url)
    response.writeHead(
      reply.status,
      Object.fromEntries([...reply.headers].filter(([name]) => name !== "content-length"))
    )
      .end(text)
  })
  return Object.assign(own, {
    url: server.url,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      await emulator[Symbol.asyncDispose]()
    }
  })
}

type Settings = Partial<SessionRouterOptions> & { readonly prepare?: (app: express.Express) => void }

/** The router at `/auth`. */
export const start = async (make: typeof express, baseUrl: string, { prepare, ...settings }: Settings = {}) => {
  const app = App.make({ appId: DefaultSeed.app.clientAppId, baseUrl })
  const host = make()
  prepare?.(host)
  const failed: Array<unknown> = []
  host.use("/auth", sessionRouter({ app, cookie: { secret }, ...settings }))
  const onError: express.ErrorRequestHandler = (error, _request, response, _next) => {
    failed.push(error)
    response.status(500).end()
  }
  host.use(onError)
  const server = await serve(host)
  return {
    ...server,
    failed,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      await app[Symbol.asyncDispose]()
    }
  }
}

/** A page of the server's own origin. */
export const browser = (url: string) => {
  const cookies = new Map<string, string>()
  const setCookies: Array<string> = []
  const bodies: Array<string> = []
  const send = async (path: string, body?: unknown, more: RequestInit = {}) => {
    const headers = new Headers({ origin: new URL(url).origin, ...more.headers as Record<string, string> })
    if (cookies.size > 0) headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "))
    if (body !== undefined && !headers.has("content-type")) headers.set("content-type", "application/json")
    const text = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }
    const response = await fetch(url + path, { redirect: "manual", ...text, ...more, headers })
    for (const field of response.headers.getSetCookie()) {
      setCookies.push(field)
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(field) ?? []
      if (value === "") cookies.delete(name)
      else cookies.set(name, value)
    }
    const received = await response.text()
    bodies.push(received, JSON.stringify([...response.headers]))
    return {
      status: response.status,
      headers: response.headers,
      body: received === "" ? undefined : JSON.parse(received)
    }
  }
  return {
    cookies,
    /** The fields as they came. */
    setCookies,
    /** Everything that a script could read. */
    bodies,
    get: (path: string, more?: RequestInit) => send(path, undefined, more),
    post: (path: string, body?: unknown, more?: RequestInit) => send(path, body, { method: "POST", ...more }),
    logIn: () => send("/auth/login/local-userpass", DefaultSeed.user, { method: "POST" })
  }
}
