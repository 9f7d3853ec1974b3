/** Listens on the address of the options, with TLS if they ask for it. */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpServer from "effect/http/HttpServer"
import * as Layer from "effect/Layer"
import { createServer, type IncomingMessage, type ServerOptions, ServerResponse } from "node:http"
import type { Valid } from "./Options.ts"
import { ReceiveTimeouts } from "./ReceiveTimeouts.ts"

/** `certificate` is the self-made one in PEM, which clients have to trust; `undefined` without TLS. */
export interface Address {
  readonly url: string
  readonly certificate: string | undefined
}

export class Listener extends Context.Service<Listener, Address>()("@atlas-bearer/emulator/Listener") {}

/** A reply whose bytes Node does not count: Effect knows how many there are, and counted ones cost a write more. */
class Reply<Request extends IncomingMessage> extends ServerResponse<Request> {}
Object.defineProperty(Reply.prototype, "strictContentLength", { get: () => false, set: () => {} })

type Settings = ServerOptions<typeof IncomingMessage, typeof Reply>

// Most emulators never need them.
const secureServer = Effect.fnUntraced(function*(host: string, settings: Settings) {
  const [{ createServer }, Certificate] = yield* Effect.promise(() =>
    Promise.all([import("node:https"), import("./Certificate.ts")])
  )
  const { certificate, key } = Certificate.make([host], yield* Clock.currentTimeMillis)
  return { server: createServer({ ...settings, cert: certificate, key }), certificate }
})

const plainServer = (settings: Settings) =>
  Effect.sync(() => ({ server: createServer(settings), certificate: undefined }))

/** Closes open connections when its scope ends, or else the server would wait for their clients. */
export const layer = ({ host, port, tls }: Valid) =>
  Layer.unwrap(Effect.gen(function*() {
    const { head, interval, request } = yield* ReceiveTimeouts
    const limits = { headersTimeout: head, requestTimeout: request, connectionsCheckingInterval: interval }
    const settings = { ...limits, ServerResponse: Reply }
    const { certificate, server } = yield* tls ? secureServer(host, settings) : plainServer(settings)
    const closing = Layer.effectDiscard(Effect.addFinalizer(() => Effect.sync(() => server.closeAllConnections())))
    const address = Layer.effect(
      Listener,
      Effect.map(HttpServer.HttpServer, (httpServer) => ({
        url: HttpServer.formatAddress(httpServer.address).replace(/^http:/, tls ? "https:" : "http:"),
        certificate
      }))
    )
    return Layer.mergeAll(closing, address).pipe(
      Layer.provideMerge(NodeHttpServer.layerServer(() => server, { host, port, disablePreemptiveShutdown: true }))
    )
  }))
