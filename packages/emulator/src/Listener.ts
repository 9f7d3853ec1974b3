/** Listens on the address of the options, with TLS if they ask for it. */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpServer from "effect/http/HttpServer"
import * as Layer from "effect/Layer"
import { createServer, type ServerOptions } from "node:http"
import { hostname, networkInterfaces } from "node:os"
import { ListenFailed } from "./ListenFailed.ts"
import type { Valid } from "./Options.ts"
import { ReceiveTimeouts } from "./ReceiveTimeouts.ts"

/** `certificate` is the self-made one in PEM, which clients have to trust; `undefined` without TLS. */
export interface Address {
  readonly url: string
  readonly certificate: string | undefined
}

export class Listener extends Context.Service<Listener, Address>()("@atlas-bearer/emulator/Listener") {}

/** Under which names and addresses clients reach the server, as far as this machine knows. */
const names = ({ host, publicUrl }: Valid): ReadonlyArray<string> => {
  const isEverywhere = host === "0.0.0.0" || host === "::"
  const addresses = Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address))
  const own = isEverywhere ? [hostname(), ...addresses] : [host]
  return [...own, ...(publicUrl === undefined ? [] : [publicUrl.hostname])]
}

// Most emulators never need them.
const secureServer = Effect.fnUntraced(function*(options: Valid, limits: ServerOptions) {
  const [{ createServer }, Certificate] = yield* Effect.promise(() =>
    Promise.all([import("node:https"), import("./Certificate.ts")])
  )
  const { certificate, key } = Certificate.make(names(options), yield* Clock.currentTimeMillis)
  return { server: createServer({ ...limits, cert: certificate, key }), certificate }
})

const plainServer = (limits: ServerOptions) =>
  Effect.sync(() => ({ server: createServer(limits), certificate: undefined }))

/** Closes open connections when its scope ends, or else the server would wait for their clients. */
export const layer = (options: Valid) =>
  Layer.unwrap(Effect.gen(function*() {
    const { host, port, tls } = options
    const { head, interval, request } = yield* ReceiveTimeouts
    const limits = { headersTimeout: head, requestTimeout: request, connectionsCheckingInterval: interval }
    const { certificate, server } = yield* tls ? secureServer(options, limits) : plainServer(limits)
    const closing = Layer.effectDiscard(Effect.addFinalizer(() => Effect.sync(() => server.closeAllConnections())))
    const address = Layer.effect(
      Listener,
      Effect.map(HttpServer.HttpServer, (httpServer) => ({
        url: HttpServer.formatAddress(httpServer.address).replace(/^http:/, tls ? "https:" : "http:"),
        certificate
      }))
    )
    const listening = NodeHttpServer.layerServer(() => server, { host, port, disablePreemptiveShutdown: true })
    return Layer.mergeAll(closing, address).pipe(
      Layer.provideMerge(
        Layer.catch(listening, ({ cause }) => Layer.effectContext(new ListenFailed({ host, port, cause })))
      )
    )
  }))
