/** How long anybody waits for Redis. */
import { RedisUnavailable } from "../RedisError.ts"

/** Milliseconds. */
export const patience = 250

/** In how many they are counted. */
const steps = 10

/**
 * Rejects when there is no answer after 250 ms in which this process could have read one: a step during which it was
 * stopped, or busy, counts once, however long it was.
 */
export const patiently = <A>(answer: Promise<A>): Promise<A> =>
  new Promise((resolve, reject) => {
    let left = steps
    const step = () => {
      if (--left > 0) timer = setTimeout(step, patience / steps)
      else reject(new RedisUnavailable({ reason: `it did not answer within ${patience} ms` }))
    }
    let timer = setTimeout(step, patience / steps)
    const settled = <B>(settle: (value: B) => void) => (value: B) => {
      clearTimeout(timer)
      settle(value)
    }
    answer.then(settled(resolve), settled(reject))
  })
