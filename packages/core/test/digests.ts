/** SHA-256 without waiting, for tests with a clock that stands still. `digested` shows what was asked for. */
import { Effect, Layer } from "effect"
import * as Digest from "effect/crypto/Digest"
import { hash } from "node:crypto"

export const digests = () => {
  const digested: Array<string> = []
  const digestHex = (_algorithm: Digest.Algorithm, data: Uint8Array) =>
    Effect.sync(() => {
      digested.push(new TextDecoder().decode(data))
      return hash("sha256", data)
    })
  const digest = () => Effect.die("only digestHex is used")
  return { digested, layer: Layer.succeed(Digest.Digest, { digest, digestHex }) }
}
