import { AppServicesClient } from "@atlas-bearer/core/AppServicesClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { clientsOver, sentBy } from "./wire.ts"

const getLocation = (clientAppId: string) =>
  AppServicesClient.use((client) => client.getLocation({ params: { clientAppId } }))

describe("PathSegment", () => {
  it.effect.each(
    [
      ["myapp-abcde", "myapp-abcde"],
      ["a/b", "a%2Fb"],
      ["../../admin", "..%2F..%2Fadmin"],
      ["%2e%2e", "%252e%252e"],
      ["a?b#c", "a%3Fb%23c"],
      ["...", "..."],
      ["a\\b c\n", "a%5Cb%20c%0A"],
      ["é✓𝔸", "%C3%A9%E2%9C%93%F0%9D%94%B8"]
    ] as const
  )("%j goes out as %s", ([id, segment]) =>
    Effect.gen(function*() {
      const [request] = yield* sentBy(getLocation(id))
      assert.strictEqual(request?.line, `GET /api/client/v2.0/app/${segment}/location`)
    }))

  it.effect.each(["", ".", "..", "\ud800", "a\udfffb"])("%j is refused and not sent", (id) =>
    Effect.gen(function*() {
      const { layer, requests } = clientsOver()
      const error = yield* Effect.flip(getLocation(id)).pipe(Effect.provide(layer))
      assert.strictEqual(error._tag, "InvalidArgument")
      assert.strictEqual(error.message, "getLocation was not sent: clientAppId is missing or malformed.")
      assert.strictEqual(requests.length, 0)
    }))

  it.effect.prop("any text is one segment of the path, or refused", [Schema.String], ([id]) =>
    Effect.gen(function*() {
      for (const { line } of yield* sentBy(getLocation(id))) {
        assert.match(line, /^GET \/api\/client\/v2\.0\/app\/[^/?#]+\/location$/)
      }
    }))
})
