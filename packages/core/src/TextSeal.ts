/** Seals texts for token stores, on any platform: AES-256-GCM of the Web Cryptography API. */
import * as Base64 from "effect/encoding/Base64"
import * as Result from "effect/Result"
import { InvalidOption } from "./InvalidOption.ts"

/** A text is bound to the key under which it is stored: moved elsewhere, it does not open. */
export interface TextSeal {
  /** Base64 of nonce, ciphertext and tag. */
  readonly seal: (boundTo: string, text: string) => Promise<string>
  /** Nothing when it was sealed with another key, for another place, or changed since. */
  readonly unseal: (boundTo: string, sealed: string) => Promise<string | undefined>
}

const name = "AES-GCM"
const nonceLength = 12
const encoder = new TextEncoder()
const decoder = new TextDecoder()

const make = (encryptionKey: Uint8Array<ArrayBuffer>): TextSeal => {
  const imported = crypto.subtle.importKey("raw", encryptionKey, name, false, ["encrypt", "decrypt"])
  const parameters = (boundTo: string, iv: Uint8Array<ArrayBuffer>) => ({
    name,
    iv,
    additionalData: encoder.encode(boundTo)
  })

  return {
    seal: (boundTo, text) => {
      const nonce = crypto.getRandomValues(new Uint8Array(nonceLength))
      return imported
        .then((key) => crypto.subtle.encrypt(parameters(boundTo, nonce), key, encoder.encode(text)))
        .then((sealed) => {
          const bytes = new Uint8Array(nonceLength + sealed.byteLength)
          bytes.set(nonce)
          bytes.set(new Uint8Array(sealed), nonceLength)
          return Base64.encode(bytes)
        })
    },
    unseal: (boundTo, sealed) => {
      const bytes = new Uint8Array(Result.getOrElse(Base64.decode(sealed), () => new Uint8Array()))
      const [nonce, content] = [bytes.slice(0, nonceLength), bytes.slice(nonceLength)]
      return imported
        .then((key) => crypto.subtle.decrypt(parameters(boundTo, nonce), key, content))
        .then((opened) => decoder.decode(opened), () => undefined)
    }
  }
}

/** From 32 bytes, or which option is wrong and why. The bytes are copied. */
export const fromOption = (options: {
  readonly option: string
  readonly input: Uint8Array
}): Result.Result<TextSeal, InvalidOption> =>
  options.input instanceof Uint8Array && options.input.length === 32
    ? Result.succeed(make(new Uint8Array(options.input)))
    : Result.fail(new InvalidOption({ option: options.option, reason: "must be a Uint8Array of 32 bytes" }))
