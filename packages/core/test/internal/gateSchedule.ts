/** Runs a schedule on a gate alone, without fibers: fast enough for many thousands. */
import * as RateLimit from "@atlas-bearer/core/RateLimit"
import * as Gate from "../../src/internal/Gate.ts"
import * as LimitedServer from "../limitedServer.ts"
import { arrivalsOf, limitOf, makeTrace, randomFrom, type Schedule } from "../schedules.ts"

interface Event {
  readonly at: number
  readonly happen: () => void
}

/** Happenings at their times; what is planned first happens first. */
const makeAgenda = () => {
  const events: Array<Event> = []
  let now = 0
  return {
    now: () => now,
    plan: (at: number, happen: () => void) => {
      const index = events.findIndex((event) => event.at > at)
      events.splice(index < 0 ? events.length : index, 0, { at, happen })
    },
    /** Gives up after so many, as nothing is planned for ever. */
    run: (afterEach: () => void, most = 100_000) => {
      for (let count = 0; count < most; count++) {
        const event = events.shift()
        if (event === undefined) return
        now = event.at
        event.happen()
        afterEach()
      }
      throw new Error(`Still going on after ${most} events`)
    }
  }
}

export const run = (schedule: Schedule) => {
  const gate = Gate.make()
  const { now, plan, run } = makeAgenda()
  const server = LimitedServer.make(limitOf(schedule), schedule.told)
  const random = randomFrom(schedule.seed)
  const trace = makeTrace()
  const [refused, fresh]: [Array<number>, Array<number>] = [[], []]

  const send = (caller: number) => {
    gate.take(now())
    const receive = trace.send(caller, now())
    plan(now() + random() * schedule.latency, () => {
      const reply = server(now())
      plan(now() + random() * schedule.latency, () => {
        receive(reply, now())
        const rate = RateLimit.fromReply(reply.fields, reply.text)
        if (reply.status === 200) return gate.admit(rate, now())
        gate.refuse(rate, now(), random())
        refused.push(caller)
      })
    })
  }

  let wakeAt = Infinity
  const release = () => {
    while (refused.length + fresh.length > 0) {
      const next = gate.next(now())
      if (next > now()) {
        if (next < Infinity && next !== wakeAt) plan(next, () => undefined)
        wakeAt = next
        return
      }
      const caller = refused.shift() ?? fresh.shift()
      if (caller !== undefined) send(caller)
    }
  }

  arrivalsOf(schedule).forEach((at, caller) => plan(at, () => void fresh.push(caller)))
  run(release)
  return trace.sent
}
