import { DeviceOptions } from "@atlas-bearer/core/DeviceOptions"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"

const id = "5e13a41e1b38d358430ed1f3"
const decode = Schema.decodeUnknownEffect(DeviceOptions)

describe("DeviceOptions", () => {
  it.effect.each([id, { $oid: id }])("takes the device id %j", (deviceId) =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* decode({ device: { deviceId } }), { device: { deviceId: id } })
    }))

  it.effect("ignores what other clients tell", () =>
    Effect.gen(function*() {
      const device = { platform: "node", cpuArch: "arm64", bundleId: "x" }
      assert.deepStrictEqual(yield* decode({ device, other: 1 }), { device: { platform: "node" } })
    }))

  it.effect("sends the device id as text", () =>
    Effect.gen(function*() {
      const sent = yield* Schema.encodeUnknownEffect(DeviceOptions)({ device: { deviceId: id } })
      assert.deepStrictEqual(sent, { device: { deviceId: id } })
    }))
})
