/** SHA-256 in one call of `node:crypto`: a third of the time of a `Hash` object, on a server's hottest path. */
import * as NodeCrypto from "@effect/platform-node/NodeCrypto"
import * as Digest from "effect/crypto/Digest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { hash } from "node:crypto"

/** In hexadecimal digits; a text as UTF-8. */
export const sha256 = (data: string | Uint8Array): string => hash("sha256", data)

export const layer: Layer.Layer<Digest.Digest> = Layer.effect(
  Digest.Digest,
  Digest.Digest.use((digest) =>
    Effect.succeed({
      digest: digest.digest,
      digestHex: (algorithm, data) =>
        algorithm.name === "SHA-256" ? Effect.sync(() => sha256(data)) : digest.digestHex(algorithm, data)
    })
  )
).pipe(Layer.provide(NodeCrypto.layerDigest))
