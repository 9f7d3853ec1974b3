/** What a refusal says. Its body may never end, other than the caller's patience. */
import * as Cause from "effect/Cause"
import type * as Duration from "effect/Duration"
import * as Exit from "effect/Exit"
import { attemptWithin } from "./sendAtOnce.ts"

/** Rejects when `signal` aborts, and lets go of the connection. */
export const textUntil = (signal: AbortSignal, { body }: Response): Promise<string> =>
  new Response(body?.pipeThrough(new TransformStream(), { signal }) ?? null).text()

/** Leaves the response to be read by others, unless it takes too long: then its connection is let go. */
export const textWithin = async (
  deadline: Duration.Duration,
  caller: AbortSignal | undefined,
  response: Response
): Promise<string> => {
  const copy = response.clone()
  try {
    const exit = await attemptWithin(deadline, caller, (signal) => textUntil(signal, copy))
    if (Exit.isSuccess(exit)) return exit.value
    throw Cause.squash(exit.cause)
  } catch (error) {
    void response.body?.cancel().catch(() => {})
    throw error
  }
}
