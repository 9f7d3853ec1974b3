/** What the page does with the emulator and the service account. Mounted at `/lab`, for pages of this server alone. */
import type { Emulator } from "@atlas-bearer/emulator"
import { json, Router } from "express"
import type { Account } from "./Account.ts"
import type { Burst } from "./Burst.ts"
import type { Calls } from "./Calls.ts"
import type { Faults } from "./Faults.ts"
import type { Feed } from "./Feed.ts"
import * as Problem from "./Problem.ts"
import type { Sessions } from "./Sessions.ts"

interface Options {
  readonly account: Account
  readonly burst: Burst
  readonly calls: Calls
  readonly emulator: Emulator.Running
  readonly faults: Faults
  readonly feed: Feed
  readonly sessions: Sessions
}

const projects = "/api/atlas/v2/groups"
/** Minutes: more than a session lives by itself. */
const longest = 24 * 60

export const make = ({ account, burst, calls, emulator, faults, feed, sessions }: Options): Router => {
  const router = Router()
  router.use(json())
  router.get("/events", feed.connect)

  router.post("/clock", async (request, response) => {
    const minutes: unknown = request.body?.minutes
    if (typeof minutes !== "number" || !(minutes > 0 && minutes <= longest)) {
      const detail = `minutes must be a number up to ${longest}.`
      return Problem.send(response, { status: 400, code: "BadRequest", detail })
    }
    await Promise.all([emulator.clock.advance(`${minutes} minutes`), burst.advance(minutes)])
    feed.moved()
    // Who holds a token looks at the clock when it is asked for one. A session that has ended is told of by its event.
    await Promise.allSettled([account.touch(), ...[...sessions.all()].map(({ getAccessToken }) => getAccessToken())])
    await account.refresh()
    response.sendStatus(204)
  })

  router.post("/faults/:name", async (request, response) => {
    const isArmed = await faults.arm(request.params.name, request.body?.target)
    if (isArmed) response.sendStatus(204)
    else Problem.send(response, { status: 404, code: "NoSuchFault", detail: "There is no such fault." })
  })

  router.post("/projects", async (_request, response) => {
    await calls.follow({ who: "account", method: "GET", path: projects }, () => account.client.get(projects))
    response.sendStatus(204)
  })

  router.post("/burst", async (_request, response) => {
    if (await burst.fire()) response.sendStatus(204)
    else Problem.send(response, { status: 409, code: "BurstUnderWay", detail: "The 60 calls are still on their way." })
  })

  router.post("/account/process", async (_request, response) => {
    await account.startProcess()
    response.sendStatus(204)
  })
  router.post("/account/rotate", async (_request, response) => {
    await account.rotate()
    response.sendStatus(204)
  })
  router.post("/account/revoke", async (_request, response) => {
    await account.revoke()
    response.sendStatus(204)
  })
  return router
}
