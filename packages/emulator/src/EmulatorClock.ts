/** The clock of an emulator that runs in another process. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import type { PromiseClock } from "@atlas-bearer/core/PromiseClock"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { setTimeout as wait } from "node:timers/promises"
import { ClockState } from "./control/ClockEndpoints.ts"

/** Dispose of it to stop following. */
export interface Followed extends PromiseClock, AsyncDisposable {}

/** What to show the emulator. */
export interface FollowOptions {
  /** The emulator's own, if it was started with one. */
  readonly controlToken?: string | undefined
  /** The client app id of the app whose clock it is: that of the emulator by default. */
  readonly app?: string | undefined
}

const decode = Schema.decodeUnknownOption(ClockState)
const decodeRefusal = Schema.decodeUnknownOption(Schema.Struct({ error: Schema.String }))

/** What the control plane answers, or what it says instead. */
const stateIn = async (response: Response) => {
  const body: unknown = await response.json().catch(() => undefined)
  return Option.getOrElse(decode(body), () => {
    const { error } = Option.getOrElse(decodeRefusal(body), () => ({ error: "it is no emulator" }))
    throw new Error(`No clock is to be followed at ${response.url}, which answered ${response.status}: ${error}`)
  })
}

// A timer of Node fires at once beyond 2^31 - 1 ms.
const longestSleep = 2 ** 31 - 1
/** Milliseconds until an emulator that did not answer is asked again. */
const pause = 200

/**
 * The clock of the emulator at `url`, for the option `clock` of a client. It notices within a few milliseconds that somebody
 * moved the emulator's clock; while the emulator cannot be reached, it runs on as it was. Rejects when there is no emulator in
 * the beginning, or when it wants a token, and says so.
 */
export const follow = async (url: string | URL, { app, controlToken }: FollowOptions = {}): Promise<Followed> => {
  if (!URL.canParse(url)) throw new InvalidOption({ option: "url", reason: "is not an absolute URL" })
  const ending = new AbortController()
  const path = app === undefined ? "/__emulator/clock" : `/__emulator/apps/${encodeURIComponent(app)}/clock`
  const ask = async (query = "") => {
    const headers: Record<string, string> = controlToken === undefined
      ? {}
      : { authorization: `Bearer ${controlToken}` }
    const asked = fetch(new URL(`${path}${query}`, url), { headers, signal: ending.signal })
    const response = await asked.catch((cause: unknown) => {
      throw new Error(`No emulator answers at ${String(url)}. Is it running?`, { cause })
    })
    return { ...await stateIn(response), at: performance.now() }
  }
  let seen = await ask()
  let changed = Promise.withResolvers<void>()

  const following = (async () => {
    while (!ending.signal.aborted) {
      try {
        seen = await ask(`?version=${seen.version}`)
        changed.resolve()
        changed = Promise.withResolvers()
      } catch {
        await wait(pause, undefined, { signal: ending.signal, ref: false }).catch(() => undefined)
      }
    }
  })()

  const now = () => seen.frozen ? seen.now : seen.now + performance.now() - seen.at

  return {
    now,
    sleep: async (milliseconds, signal) => {
      const until = now() + milliseconds
      while (now() < until) {
        const woken = new AbortController()
        const signals = AbortSignal.any([signal, woken.signal])
        const passing = seen.frozen ? longestSleep : Math.min(until - now(), longestSleep)
        await Promise.race([changed.promise, wait(passing, undefined, { signal: signals })]).finally(() =>
          woken.abort()
        )
      }
    },
    [Symbol.asyncDispose]: async () => {
      ending.abort()
      await following
    }
  }
}
