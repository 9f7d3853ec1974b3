/** Checks what every object over Redis is given. A wrong option is thrown as an `InvalidOption` that names it. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as TextSeal from "@atlas-bearer/core/TextSeal"
import * as Result from "effect/Result"
import { createHash } from "node:crypto"
import type { RedisClient } from "../RedisClient.ts"
import * as Clients from "./Clients.ts"

/** Either `url` or `client`. */
export interface RedisOptions {
  /** `redis:` or, with TLS, `rediss:`, with user and password if there are any. It is connected to when it is needed. */
  readonly url?: string | undefined
  /** A connected client of the `redis` package, for a cluster, for sentinels, or for options of your own. You close it. */
  readonly client?: RedisClient | undefined
  /** What all keys begin with, by default `atlas-bearer:`. All who have the same one share. */
  readonly prefix?: string | undefined
}

export const wrong = (option: string, reason: string) => new InvalidOption({ option, reason })

export const object = <A extends object>(options: A): A => {
  if (typeof options === "object" && options !== null) return options
  throw wrong("options", "must be an object")
}

/**
 * What the client takes, which asks DNS for an IPv6 address in a URL. It would say so with the first command, and in no words
 * of ours.
 */
const isRedisUrl = (text: string): boolean => {
  const { hostname = "", password, pathname, protocol, username } = URL.parse(text) ?? {}
  try {
    decodeURIComponent(`${username}${password}`)
  } catch {
    return false
  }
  return /^rediss?:$/.test(protocol ?? "") && !hostname.startsWith("[") && /^(?:\/\d*)?$/.test(pathname ?? "")
}

const urlReason = "must be a URL such as redis://127.0.0.1:6379/0, with user and password percent-encoded; " +
  "for an IPv6 address give a client"

/** The URL is in no message: it may hold a password. */
export const clients = ({ client, url }: RedisOptions): Clients.Clients => {
  if ((client === undefined) === (url === undefined)) throw wrong("url", "or client must be given, and not both")
  if (client === undefined) {
    if (typeof url !== "string" || !isRedisUrl(url)) throw wrong("url", urlReason)
    return Clients.own(url)
  }
  if (typeof client?.evalSha === "function" && typeof client.eval === "function") return Clients.given(client)
  throw wrong("client", "must be a client of the redis package")
}

export const prefix = ({ prefix = "atlas-bearer:" }: RedisOptions): string => {
  if (typeof prefix === "string" && /^[^{}]+$/.test(prefix)) return prefix
  throw wrong("prefix", "must be a text that is not empty and has no braces, which would move keys in a cluster")
}

export const textSeal = (encryptionKey: Uint8Array | undefined): TextSeal.TextSeal | undefined =>
  encryptionKey === undefined
    ? undefined
    : Result.getOrThrow(TextSeal.fromOption({ option: "encryptionKey", input: encryptionKey }))

/** In hexadecimal digits. It names nobody. */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")
