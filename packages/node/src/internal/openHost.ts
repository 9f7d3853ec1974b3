/** Finds the host that serves an app, and calls its endpoints over this process's pool. */
import * as AppHost from "@atlas-bearer/core/AppHost"
import * as Effect from "effect/Effect"
import * as transport from "./transport.ts"

export const openHost = (options: AppHost.Options) => Effect.provide(AppHost.make(options), transport.layer)
