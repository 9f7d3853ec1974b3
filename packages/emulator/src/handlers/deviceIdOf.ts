/** The id of the device that a login comes from. */
import type { DeviceOptions } from "@atlas-bearer/core/DeviceOptions"
import * as Effect from "effect/Effect"
import * as ObjectId from "../ObjectId.ts"

const noDevice = "0".repeat(24)

/** The id that the client knows from its last login, a new one for a client that tells of itself, else zeros. */
export const deviceIdOf = (device: (typeof DeviceOptions.Type)["device"]): Effect.Effect<string> => {
  if (device === undefined) return Effect.succeed(noDevice)
  return device.deviceId === undefined || device.deviceId === noDevice ? ObjectId.make : Effect.succeed(device.deviceId)
}
