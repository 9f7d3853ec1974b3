/** Limits that somebody knows without being told by a server. */
import * as PathTemplate from "@atlas-bearer/core/PathTemplate"
import type { Heard } from "@atlas-bearer/core/SharedThrottle"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import type { Limit } from "../RedisThrottle.ts"
import { wrong } from "./options.ts"

const reason =
  "must give a method and a path such as \"POST /api/oauth/token\", requests from 1, and a window such as \"1 minute\""

/** An id, `{groupId}` and `:groupId` are all the same: keys of the throttle have one or the other. */
const templateOf = (name: string) => PathTemplate.fromPath(name).replace(/(?<=\/)(?::[^/]+|\{[^/]*\})/g, "{id}")

const toHeard = ([name, limit]: [string, Limit]): [string, Heard] => {
  const { requests, window }: Partial<Limit> = Object(limit)
  const duration = window === undefined ? undefined : Option.getOrUndefined(Duration.fromInput(window))
  const millis = duration === undefined ? 0 : Duration.toMillis(duration)
  const isRight = /^[A-Z]+ \/\S*$/.test(name) && Number.isSafeInteger(requests) && Number(requests) >= 1 &&
    millis >= 1 && Number.isFinite(millis)
  if (!isRight) throw wrong("limits", reason)
  return [templateOf(name), { id: "known", wait: 0, limit: { count: Number(requests), window: millis } }]
}

/** Method and path of a key of the throttle, without the origin and whose credential it is. */
const nameOf = (key: string) => templateOf(/^(\S+ )[a-z]+:\/\/[^/]*(\/\S*)/.exec(key)?.slice(1).join("") ?? "")

/** By the key of the throttle. */
export const fromOption = (limits: Readonly<Record<string, Limit>> | undefined): (key: string) => Heard | undefined => {
  if (limits === undefined) return () => undefined
  if (typeof limits !== "object" || limits === null) throw wrong("limits", reason)
  const known = new Map(Object.entries(limits).map(toHeard))
  return (key) => known.get(nameOf(key))
}
