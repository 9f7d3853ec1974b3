/** Generated passwords, keys and tokens of many shapes, and how they look when somebody shows them. */
import { Base64, Base64Url } from "effect/encoding"
import { inspect } from "node:util"

const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"]

const tokenAlphabets = [letters, [...letters, ..."_-./+="], [...letters, ..."%&;:!'\"\\{}[]<>,"]]
const passwordAlphabets = [
  ...tokenAlphabets,
  [...letters, ..."\"'`\\/"],
  [...letters, ..."éßñ漢字😀 "],
  [...letters, ..."%+& %=?#"],
  [...letters, ..."{}[]\":,\n\t"],
  [...letters, ..."<>&;"]
]

/** From 0 to 1. A weaker one gives secrets that are parts of each other. */
const randomFrom = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 15), state | 1)
    const again = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61))
    return ((again ^ (again >>> 14)) >>> 0) / 2 ** 32
  }
}

export const make = (seed: number) => {
  const random = randomFrom(seed)
  const given: Array<string> = []
  const below = (end: number) => Math.floor(random() * end)
  const pick = <A>(from: ReadonlyArray<A>): A => {
    const found = from[below(from.length)]
    if (found === undefined) throw new RangeError("nothing to pick from")
    return found
  }
  const text = (alphabet: ReadonlyArray<string>, length: number) =>
    Array.from({ length }, () => pick(alphabet)).join("")
  const give = (secret: string) => {
    given.push(secret)
    return secret
  }
  const length = () => pick([8, 8, 12, 20, 40, 90])
  const claims = () => ({ sub: `u${below(1000)}`, iat: 0, exp: pick([0, 20, 1800, 1e9]), jti: text(letters, 12) })

  return {
    random,
    pick,
    /** Every secret so far. */
    given,
    password: () => give(text(pick(passwordAlphabets), length())),
    /** Visible ASCII: what fits into an `Authorization` field. */
    token: () => give(text(pick(tokenAlphabets), length())),
    /** As App Services makes them. */
    jwt: () =>
      give(
        `${Base64Url.encode("{\"alg\":\"HS256\"}")}.${Base64Url.encode(JSON.stringify(claims()))}.${text(letters, 20)}`
      )
  }
}

export type Secrets = ReturnType<typeof make>

const escaped = (secret: string) => inspect(`${secret}'"\``, { breakLength: Infinity }).slice(1, -5)

/** As it is, in JSON, as Node.js prints it, in a URL, in a form, and in Base64. */
export const spellings = (secret: string): ReadonlySet<string> => {
  const inJson = JSON.stringify(secret).slice(1, -1)
  return new Set([
    secret,
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    escaped(secret),
    escaped(secret).replaceAll("\\'", "'"),
    encodeURIComponent(secret),
    new URLSearchParams([["", secret]]).toString().slice(1),
    Base64.encode(secret).replace(/=+$/, ""),
    Base64Url.encode(secret)
  ])
}
