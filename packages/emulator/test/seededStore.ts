/** A store in memory with the default seed, the app of that seed, and another app. */
import { Apps } from "@atlas-bearer/emulator/Apps"
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import { Seed } from "@atlas-bearer/emulator/Seed"
import * as Store from "@atlas-bearer/emulator/Store"
import { Effect, Layer } from "effect"

export const seededStore = (options: Partial<Parameters<typeof Store.layer>[0]> = {}) =>
  Effect.provide(
    Layer.effectDiscard(Seed.use(({ write }) => write)).pipe(
      Layer.provideMerge(Store.layer({ path: ":memory:", ...options }))
    )
  )

export const seededApp = Apps.use((apps) => Effect.orDie(apps.byClientAppId(DefaultSeed.app.clientAppId)))

export const otherApp = Apps.use((apps) =>
  Effect.flatMap(seededApp, (app) =>
    apps.create({
      ...app,
      id: "000000000000000000000001",
      clientAppId: "other-abcde",
      domainId: "000000000000000000000002"
    }))
)
