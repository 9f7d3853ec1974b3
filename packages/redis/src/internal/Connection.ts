/** Sends scripts to Redis. Nobody waits longer than 250 ms, nor again at once for what was silent a moment ago. */
import { setTimeout as sleep } from "node:timers/promises"
import type { RedisClient } from "../RedisClient.ts"
import { RedisRefused, RedisUnavailable } from "../RedisError.ts"
import type { Clients } from "./Clients.ts"
import { patience, patiently } from "./patiently.ts"
import type { Script } from "./scripts.ts"

interface Call {
  readonly script: Script
  readonly key: string
  readonly arguments: ReadonlyArray<string>
}

export interface Connection {
  /**
   * `undo` answers 1 when there was something to undo. It is sent when nobody will learn what became of the call: after it
   * over the same connection, which may be slow, and over the next ones, should that have died.
   */
  readonly run: (call: Call, undo?: Call) => Promise<unknown>
  /** Asks also what was silent a moment ago. */
  readonly insist: (call: Call) => Promise<unknown>
  /** Sends what ends something, and sends it again when nobody answers. Never rejects, and is not waited for again. */
  readonly finish: (undo: Call) => Promise<void>
}

/** Milliseconds. With jitter, so that a fleet does not come back as one. */
const restAfterFailure = () => 500 + Math.random() * 1_000

/**
 * Milliseconds between two tries to undo. A call that Redis was late to read may be done after the first of them; in the end
 * a lease ends by itself.
 */
const undoPauses = [0, 250, ...Array.from({ length: 20 }, () => 1_000)]

/** Node says nothing of several addresses that all refused, but for the code. */
const textOf = (error: unknown) =>
  error instanceof Error ? error.message || String(Reflect.get(error, "code") ?? error.name) : String(error)

/** An error that Redis answered begins with its code. What is behind ", with args" may be a token. */
const translated = (error: unknown) => {
  if (error instanceof RedisUnavailable) return error
  const reason = textOf(error).replace(/,? with args.*/s, "")
  return /^[A-Z]{3,} /.test(reason) ? new RedisRefused({ reason }) : new RedisUnavailable({ reason })
}

const evaluate = async (client: RedisClient, call: Call, isAwaited: () => boolean) => {
  const options = { keys: [call.key], arguments: [...call.arguments] }
  try {
    return await client.evalSha(call.script.sha1, options)
  } catch (error) {
    if (!isAwaited() || !textOf(error).startsWith("NOSCRIPT")) throw error
    return client.eval(call.script.text, options)
  }
}

const isUndone = (answer: Promise<unknown>) => answer.then((undone) => Number(undone) === 1, () => false)

export const make = (clients: Clients): Connection => {
  let restUntil = -Infinity
  let failure = new RedisUnavailable({ reason: "it was not asked" })

  const undoLater = async (undo: Call, isOver = () => false) => {
    for (const pause of undoPauses) {
      await sleep(pause, undefined, { ref: false })
      if (isOver() || await isUndone(insist(undo))) return
    }
  }

  const takeBack = (client: RedisClient, undo: Call) => {
    let isOver = false
    void isUndone(evaluate(client, undo, () => true)).then((undone) => isOver = undone)
    void undoLater(undo, () => isOver)
  }

  const insist = async (call: Call, undo?: Call): Promise<unknown> => {
    let client: RedisClient | undefined
    let askedAt = Infinity
    let isAwaited = true
    const answer = clients.connected().then((connected) => {
      client = connected
      askedAt = performance.now()
      return evaluate(connected, call, () => isAwaited)
    })
    try {
      return await patiently(answer)
    } catch (error) {
      isAwaited = false
      const cause = translated(error)
      if (cause instanceof RedisRefused) throw cause
      if (client && undo) takeBack(client, undo)
      // Who waited for the connection too says nothing of it: it goes on for the next one.
      const isSilent = !(error instanceof RedisUnavailable) || performance.now() - askedAt >= patience
      if (client && isSilent) clients.retire(client)
      failure = cause
      restUntil = performance.now() + restAfterFailure()
      throw cause
    }
  }

  return {
    insist,
    finish: (call) => insist(call).then(() => undefined, () => void undoLater(call)),
    run: (call, undo) => performance.now() < restUntil ? Promise.reject(failure) : insist(call, undo)
  }
}
