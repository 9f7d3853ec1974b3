/** The sample application: one server for the page and its API, with the emulator in the same process. */
import type { ClientEvent } from "@atlas-bearer/core/ClientEvent"
import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { requireBearer, sessionRouter } from "@atlas-bearer/express"
import { App, TokenVerifier } from "@atlas-bearer/node"
import express from "express"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { createServer } from "node:http"
import { setImmediate as nextTurn } from "node:timers/promises"
import * as Account from "./Account.ts"
import * as Burst from "./Burst.ts"
import * as Calls from "./Calls.ts"
import * as Faults from "./Faults.ts"
import * as Feed from "./Feed.ts"
import * as Holders from "./Holders.ts"
import * as labRoutes from "./labRoutes.ts"
import * as movieRoutes from "./movieRoutes.ts"
import * as OwnRequests from "./OwnRequests.ts"
import * as Page from "./Page.ts"
import { patience } from "./patience.ts"
import * as Problem from "./Problem.ts"
import { sameHost, sameOrigin } from "./sameOrigin.ts"
import * as Sessions from "./Sessions.ts"
import * as visitorRoutes from "./visitorRoutes.ts"

export interface Options {
  readonly page: Page.Page
  /** 0, the default, takes a free port. */
  readonly port?: number
  /** How many requests of each kind the Atlas API takes, as the emulator's option. */
  readonly atlasRateLimit?: string
}

export interface Movies extends AsyncDisposable {
  readonly url: string
  readonly emulator: Emulator.Running
}

/** The vendor's 100 a minute would have people wait a minute to see the queue drain. */
const visibleLimit = "10:10/2s"

/** Rejects with `EADDRINUSE` when somebody else has the port. */
export const start = async ({ atlasRateLimit = visibleLimit, page, port = 0 }: Options): Promise<Movies> => {
  await using stack = new AsyncDisposableStack()
  const emulator = stack.use(
    await Emulator.start({
      atlasRateLimit,
      journal: 10_000,
      functions: { authenticate: ({ name }: { readonly name: string }) => ({ id: name, name }) },
      authFunctionName: "authenticate"
    })
  )
  const { clock, url: baseUrl } = emulator
  const calls = Calls.make((call) => {
    feed.called(call)
    // It may have met a fault that is armed no more.
    void faults.refresh()
  })
  const feed = Feed.make({ now: clock.now, calls: calls.recent })
  const holders = Holders.make(clock.now)

  const look = (path: string) => {
    if (path.startsWith("/api/oauth/")) void account.refresh()
  }
  const ownRequests = stack.use(OwnRequests.follow(baseUrl, calls, look))
  const heard = async (events: AsyncIterable<ClientEvent>, isHolder: boolean) => {
    for await (const event of events) {
      ownRequests.heard(event)
      const part = isHolder || event._tag !== "tokenObtained" ? holders.heard(event) : undefined
      if (part !== undefined) feed.changed(part)
    }
  }

  const makeApp = () => stack.use(App.make({ appId: DefaultSeed.app.clientAppId, baseUrl, clock, ...patience }))
  // One for logins, one for what the server asks in its visitors' names. What the first obtains it hands out and forgets.
  const [app, inTheirName] = [makeApp(), makeApp()]
  const verifier = stack.use(
    TokenVerifier.make({
      ...DefaultSeed.administrator,
      groupId: DefaultSeed.app.groupId,
      appId: DefaultSeed.app.id,
      baseUrl,
      clock,
      ...patience
    })
  )
  void heard(app.events, false)
  void heard(inTheirName.events, true)
  void heard(verifier.events, true)
  const faults = Faults.make(emulator, () => feed.changed("faults"))
  const account = stack.use(
    Account.make({
      emulator,
      calls,
      heard: (events, isHolder) => void heard(events, isHolder),
      changed: () => feed.changed("account"),
      revoked: () => {
        holders.end("account")
        feed.changed("holdings")
      }
    })
  )
  const burst = stack.use(
    Burst.make({ client: account.client, calls, limit: atlasRateLimit, changed: () => feed.changed("comparison") })
  )
  const sessions = Sessions.make(app, inTheirName, calls.traced)
  feed.provide("gates", holders.gates)
  feed.provide("holdings", holders.holdings)
  feed.provide("account", account.state)
  feed.provide("faults", faults.armed)
  feed.provide("comparison", burst.state)

  const server = express().disable("x-powered-by")
  server.use(Page.security, sameHost, Page.serve(page))
  server.use("/auth", sessionRouter({ app: sessions.app, cookie: { secret: randomBytes(32) } }))
  server.use("/api", movieRoutes.make({ calls, sessions, requireBearer: requireBearer({ verifier, realm: "movies" }) }))
  server.use(sameOrigin)
  server.use("/lab", labRoutes.make({ account, burst, calls, emulator, faults, feed, sessions }))
  server.use(visitorRoutes.make({ app, emulator }))
  server.use((_request, response) =>
    Problem.send(response, { status: 404, code: "NotFound", detail: "Nothing is here." })
  )
  server.use(Problem.handler)

  const listener = createServer(server)
  stack.defer(async () => {
    listener.close()
    // Pages are told that the stream ends; whoever asks for something just now is not waited for.
    feed[Symbol.dispose]()
    await nextTurn()
    listener.closeAllConnections()
  })
  listener.listen(port, "127.0.0.1")
  await once(listener, "listening")
  const address = listener.address()
  if (address === null || typeof address === "string") throw new Error("The server listens nowhere")
  const resources = stack.move()
  return {
    url: `http://127.0.0.1:${address.port}`,
    emulator,
    [Symbol.asyncDispose]: () => resources.disposeAsync()
  }
}
