/** Something whose code is loaded with its first call: whoever imports this package pays for what is used. */

export interface OnDemand<A> {
  /** Nothing before the first call. */
  readonly made: () => A | undefined
  /** Asks what was made, at once when it is here. */
  readonly call: <B>(ask: (made: A) => Promise<B>) => Promise<B>
  /** Calls `listen` before anybody can ask what was made, and loads it. With nothing when there will be none. */
  readonly attach: (listen: (made: A | undefined) => void) => void
  /** Nothing is made any more; gives what was. */
  readonly close: () => Promise<A | undefined>
}

/** `begin` makes it, without waiting, of what `load` loads. */
export const make = <M, A>(load: () => Promise<M>, begin: (module: M) => A): OnDemand<A> => {
  let made: A | undefined
  let coming: Promise<A> | undefined
  let isClosed = false
  let listeners: Array<(made: A | undefined) => void> = []

  const tell = () => {
    const told = listeners
    listeners = []
    for (const listen of told) listen(made)
  }
  const refuseWhenClosed = () => {
    if (isClosed) throw new Error("This client has been disposed of.")
  }
  const come = async () => {
    try {
      refuseWhenClosed()
      const module = await load()
      refuseWhenClosed()
      made = begin(module)
    } catch (error) {
      // The next call tries again.
      coming = undefined
      throw error
    }
    tell()
    return made
  }
  const get = () => coming ??= come()

  return {
    made: () => made,
    call: (ask) => made === undefined ? get().then(ask) : ask(made),
    attach: (listen) => {
      if (made !== undefined) return listen(made)
      listeners.push(listen)
      get().catch(tell)
    },
    close: async () => {
      isClosed = true
      await coming?.catch(() => undefined)
      return made
    }
  }
}

/** As `Symbol.asyncDispose` of a client: waits for what is being loaded, and loads nothing. */
export const dispose = async ({ close }: OnDemand<AsyncDisposable>): Promise<void> => {
  await (await close())?.[Symbol.asyncDispose]()
}
