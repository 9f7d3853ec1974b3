/**
 * Keeps this process from sleeping, until it is disposed of.
 *
 * Who sends to a process that sleeps has to wake it, and the kernel writes that down as the sender's time: 5 to 15 microseconds on
 * this side of a network, and the more often the slower the sender is. So the side that is not measured stays awake.
 */
export const awake = (): Disposable => {
  let turning = true
  const turn = () => {
    if (turning) setImmediate(turn)
  }
  turn()
  return {
    [Symbol.dispose]: () => {
      turning = false
    }
  }
}
