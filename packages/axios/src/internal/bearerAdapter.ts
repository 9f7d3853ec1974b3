/**
 * Sends one call of an instance: with a token, on the schedule, and once more after a refused token.
 *
 * An adapter stands below interceptors and transformations. They run once for a call, whatever number of requests it takes:
 * none sees a body that was already made a string, and a response interceptor gets the one outcome. From a response interceptor
 * a replay would be a new call of the instance, which transforms the body once more, runs everybody's interceptors again, and
 * needs marks on the config to know that it is a replay. And the first request would be out of the schedule's hands.
 */
import type { AxiosResponse, InternalAxiosRequestConfig } from "axios"
import * as Bare from "./Bare.ts"
import * as Ending from "./Ending.ts"
import { toAxiosError, withoutToken } from "./Failure.ts"
import type { Origins } from "./origins.ts"
import * as Body from "./replayableBody.ts"
import { tagged } from "./SharedTokens.ts"
import * as targets from "./targets.ts"
import { defaults } from "./waitAndRetry.ts"
import { type Attachment, noTransformations, withToken } from "./withToken.ts"

type Config = InternalAxiosRequestConfig

export const bearerAdapter = (attachment: Attachment, origins: Origins) => {
  const { bare } = attachment
  const send = withToken(attachment)
  const targetOf = targets.make(bare.axios)

  const withoutOurs = async (config: Config): Promise<AxiosResponse> => {
    try {
      return withoutToken(await bare.send(Object.assign(Bare.copyOf(config), noTransformations)), config)
    } catch (error) {
      throw withoutToken(error, config)
    }
  }

  const asked = (ask: () => Promise<ReadonlySet<string>>, config: Config): Promise<ReadonlySet<string>> =>
    Ending.make(config, { deadline: undefined, fallback: defaults.deadline }, () => 0).race(ask()).catch(
      async (failure: unknown) => {
        throw await toAxiosError(bare.axios, { cause: tagged(failure), config })
      }
    )

  /** A request interceptor. Where the request goes is decided when all the others have run. */
  return (config: Config): Config => {
    if (config.bearer === false) return config
    const { adapter } = config
    const before = {
      data: config.data,
      hasContentType: typeof config.data === "function" && config.headers.has?.("Content-Type")
    }
    const restore = (used: Config) => {
      if (adapter === undefined) delete used.adapter
      else used.adapter = adapter
    }
    config.adapter = (dispatched) => {
      restore(config)
      restore(dispatched)
      const target = targetOf(dispatched)
      const { origin } = target
      if (dispatched.bearer === false || dispatched.auth || origin === undefined) return withoutOurs(dispatched)
      const go = (allowed: ReadonlySet<string>) =>
        allowed.has(origin)
          ? send(dispatched, target, Body.make(dispatched, before), allowed)
          : withoutOurs(dispatched)
      return typeof origins === "function" ? asked(origins, dispatched).then(go) : go(origins)
    }
    return config
  }
}
