/** One call: with a token, on the schedule, and once more after a refused token. */
import type { TokenSource } from "@atlas-bearer/core/TokenSource"
import type { AxiosResponse, InternalAxiosRequestConfig } from "axios"
import type { BearerOptions } from "../attachBearer.ts"
import { BodyNotReplayable, DeadlineExceeded } from "../BearerError.ts"
import * as Bare from "./Bare.ts"
import { toMillis } from "./duration.ts"
import * as Ending from "./Ending.ts"
import { isAxiosError, toAxiosError, withoutToken } from "./Failure.ts"
import { limitsOf, wrongLimit } from "./limits.ts"
import { redirects } from "./origins.ts"
import { brokeOff, discard, isNetworkFailure, isRefusal, type Outcome, toReply } from "./Outcome.ts"
import type * as Body from "./replayableBody.ts"
import * as SharedTokens from "./SharedTokens.ts"
import type { Target } from "./targets.ts"
import { defaults, waitAndRetry } from "./waitAndRetry.ts"

export interface Attachment {
  readonly bare: Bare.Bare
  readonly source: TokenSource
  readonly options: BearerOptions
}

type Config = InternalAxiosRequestConfig

export const noTransformations = { transformRequest: [], transformResponse: [] }

/** `allowed` are the origins that may see the token. */
export const withToken = ({ bare, options, source }: Attachment) => {
  const tokens = SharedTokens.of(source)

  return async (
    config: Config,
    target: Target,
    body: Body.Body,
    allowed: ReadonlySet<string>
  ): Promise<AxiosResponse> => {
    const wrong = config.bearer && wrongLimit(config.bearer)
    if (wrong) throw await toAxiosError(bare.axios, { cause: wrong, config })
    const limits = config.bearer ? limitsOf(options, config.bearer) : options
    const deadline = limits.deadline === undefined ? undefined : toMillis(limits.deadline)
    // A schedule has its own.
    const fallback = source.schedule === undefined ? defaults.deadline : undefined
    let attempts = 0
    let last: AxiosResponse | undefined
    let later: ReturnType<typeof setTimeout> | undefined
    const ending = Ending.make(config, { deadline, fallback }, () => attempts)

    const tryOnce = async (token: string, scheduled: AbortSignal | undefined): Promise<Outcome> => {
      if (ending.isOver()) throw new Error("The call has ended.")
      attempts++
      clearTimeout(later)
      discard(last?.data)
      const sentAt = performance.now()
      const field = `Bearer ${token.trim()}`
      const { beforeRedirect, trusts } = redirects(allowed, field, config.beforeRedirect)
      const headers = Bare.copyOf(config.headers).set("Authorization", field, true)
      const outcome = (response: AxiosResponse | undefined, error?: unknown): Outcome => {
        last = response ?? last
        // A refusal holds its connection. A call that has not ended after half a second waits, and perhaps for that connection.
        if (response && response.status >= 400) later = setTimeout(discard, 500, response.data)
        return { response, error, token, sentAt, trusted: trusts(response) }
      }
      let data: unknown
      try {
        data = body.next(headers)
        if (data instanceof Promise) data = await data
      } catch (error) {
        return outcome(undefined, error)
      }
      const sent = Object.assign(Bare.copyOf(config), noTransformations, target.changes, {
        beforeRedirect,
        data,
        headers
      })
      const signal = Ending.any([scheduled, ending.signal, config.signal])
      if (signal) sent.signal = signal
      let response: AxiosResponse
      try {
        response = await bare.send(sent)
      } catch (error) {
        withoutToken(error, config)
        const response = isAxiosError(error) ? error.response : undefined
        if ((!response || brokeOff(response)) && isNetworkFailure(error)) throw error
        return outcome(response, error)
      }
      return outcome(withoutToken(response, config))
    }

    /** `first` is the first request, when it is under way. */
    const schedule = (token: string, first?: Promise<Outcome>): Promise<Outcome> => {
      const request = {
        ...limits,
        method: (config.method ?? "GET").toUpperCase(),
        url: target.url,
        replayable: body.replayable,
        deadline: ending.left(),
        signal: ending.signal
      }
      // A wait may have outlived the token. Whether the old one still does without a new one, the server will say.
      const send = async (attempt: number, signal?: AbortSignal) => {
        const current = attempt === 0 ? token : await tokens.current().catch(() => token)
        return toReply(await ((attempt === 0 && first) || tryOnce(current, signal)))
      }
      return source.schedule === undefined ? waitAndRetry(request, ending, send) : source.schedule(request, send)
    }

    const run = async (): Promise<Outcome> => {
      const current = await tokens.current()
      // Nearly every call without a schedule of its source ends here, and what its end would take is not made.
      const first = source.schedule ? undefined : tryOnce(current, undefined)
      const answered = await first?.catch(() => undefined)
      if (answered?.response && answered.response.status < 400) return answered
      const outcome = await schedule(current, first)
      if (!isRefusal(outcome, source)) return outcome
      const token = await tokens.instead(outcome.token, outcome.sentAt)
      if (token === outcome.token) return outcome
      if (!body.replayable) throw new BodyNotReplayable("401")
      return schedule(token)
    }

    let outcome: Outcome
    try {
      outcome = await ending.race(run())
    } catch (cause) {
      // Axios makes its own error of a cancelled call.
      if (ending.isOver() && !(cause instanceof DeadlineExceeded)) throw cause
      if (isAxiosError(cause) && cause.config === config) throw cause
      throw await toAxiosError(bare.axios, { cause, config, response: last })
    } finally {
      clearTimeout(later)
    }
    if (!outcome.response || outcome.error !== undefined) throw outcome.error
    return outcome.response
  }
}
