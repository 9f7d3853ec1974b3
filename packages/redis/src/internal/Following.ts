/** Reads what others tell as soon as they tell it, for as long as somebody wants to know. */
import type { Follower } from "@atlas-bearer/core/SharedThrottle"
import type { Clients } from "./Clients.ts"
import * as Subscription from "./Subscription.ts"

export interface Following {
  /** Until the function that it gives is called. */
  readonly follow: (follower: Follower) => () => void
  /** Nothing once it was read for the first time, or could not be. */
  readonly ready: () => Promise<void> | undefined
}

/** Milliseconds until the next look, as long as the channel is heard, cannot be heard, or Redis is away. With jitter. */
const pauses = {
  heard: () => 4_000 + Math.random() * 2_000,
  unheard: () => 40,
  away: () => 500 + Math.random() * 1_000
}

/** Milliseconds between two tries to hear the channel. */
const spacing = 5_000

/** Lets the process end meanwhile. */
const timeout = (milliseconds: number) => {
  const { promise, resolve } = Promise.withResolvers<"timeout">()
  const timer = setTimeout(resolve, milliseconds, "timeout" as const).unref()
  return { promise, clear: () => clearTimeout(timer) }
}

interface Course extends Omit<Follower, "onChange"> {
  readonly onRead: (isNew: boolean) => void
  readonly isEnded: () => boolean
}

const begin = (clients: Clients, channel: string, read: () => Promise<boolean>, course: Course) => {
  let woken = Promise.withResolvers<"woken">()
  const wake = () => woken.resolve("woken")
  let subscription = Subscription.open(clients, channel, wake)
  let openedAt = performance.now()

  /** How the state of things is after a look. */
  const look = async (isUntold: boolean): Promise<keyof typeof pauses> => {
    try {
      const isNew = await read()
      course.onRead(isNew)
      // The channel should have told it, and did not.
      if (isNew && isUntold) subscription.close()
      return subscription.isHeard() ? "heard" : "unheard"
    } catch (error) {
      course.onFailure(error)
      return "away"
    }
  }
  const go = async () => {
    let isUntold = false
    while (!course.isEnded()) {
      woken = Promise.withResolvers()
      const state = await look(isUntold)
      if (course.isEnded()) return
      if (subscription.isOver() && performance.now() - openedAt > spacing) {
        subscription.close()
        subscription = Subscription.open(clients, channel, wake)
        openedAt = performance.now()
      }
      const pause = timeout(pauses[state]())
      isUntold = await Promise.race([woken.promise, pause.promise]) === "timeout" && state === "heard"
      pause.clear()
    }
  }
  void go()
  return () => {
    subscription.close()
    wake()
  }
}

/** `read` says whether there was something new. */
export const make = (clients: Clients, channel: string, read: () => Promise<boolean>): Following => {
  const followers = new Set<Follower>()
  let first: Promise<void> | undefined
  let end: (() => void) | undefined

  const start = () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    let isEnded = false
    let isAway = false
    first = promise
    const done = () => {
      if (first === promise) first = undefined
      resolve()
    }
    const stop = begin(clients, channel, read, {
      isEnded: () => isEnded,
      onRead: (isNew) => {
        if (isNew || isAway) followers.forEach(({ onChange }) => onChange())
        isAway = false
        done()
      },
      onFailure: (error) => {
        isAway = true
        followers.forEach(({ onFailure }) => onFailure(error))
        done()
      }
    })
    end = () => {
      isEnded = true
      stop()
      done()
    }
  }

  return {
    ready: () => first,
    follow: (follower) => {
      followers.add(follower)
      if (followers.size === 1) start()
      return () => {
        if (followers.delete(follower) && followers.size === 0) end?.()
      }
    }
  }
}
