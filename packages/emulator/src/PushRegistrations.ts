/** Which devices are registered for push notifications, which the emulator does not send. */
import { ServiceNotFound } from "@atlas-bearer/core/FunctionError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { Database } from "./Database.ts"
import { Functions } from "./Functions.ts"

/** A user's device at a push service. */
interface Device {
  readonly userId: string
  readonly deviceId: string
  readonly service: string
}

/** The one that apps have without being told: Firebase Cloud Messaging under the name of the vendor's samples. */
const byDefault = "gcm"

export class PushRegistrations extends Context.Service<PushRegistrations, {
  /** Instead of what the device had registered before. */
  readonly register: (device: Device, token: Redacted.Redacted) => Effect.Effect<void, ServiceNotFound>
  /** Nothing happens when it is not registered. */
  readonly deregister: (device: Device) => Effect.Effect<void, ServiceNotFound>
}>()("@atlas-bearer/emulator/PushRegistrations") {
  static readonly layer = Layer.effect(
    PushRegistrations,
    Effect.gen(function*() {
      const database = yield* Database
      const functions = yield* Functions

      const check = (service: string) =>
        service === byDefault || functions.hasService(service)
          ? Effect.void
          : Effect.fail(new ServiceNotFound({ description: `service not found: '${service}'` }))

      return PushRegistrations.of({
        register: ({ deviceId, service, userId }, token) =>
          Effect.andThen(
            check(service),
            database.run("INSERT OR REPLACE INTO pushRegistrations VALUES (:userId, :deviceId, :service, :token)", {
              deviceId,
              service,
              userId,
              token: Redacted.value(token)
            })
          ),
        deregister: ({ deviceId, service, userId }) =>
          Effect.andThen(
            check(service),
            database.run(
              "DELETE FROM pushRegistrations WHERE userId = :userId AND deviceId = :deviceId AND service = :service",
              { deviceId, service, userId }
            )
          )
      })
    })
  )
}
