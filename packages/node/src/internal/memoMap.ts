/** What all clients of a process share: its throttle, and its connections. */
import * as Layer from "effect/Layer"

/** Layers that do not depend on a client's options are built once, and released with the last client. */
export const memoMap = Layer.makeMemoMapUnsafe()
