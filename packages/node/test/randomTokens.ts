/** Tokens of all kinds, good and bad, for what verifies them. */
import { Schema } from "effect"
import * as jose from "jose"
import { createHmac, createPrivateKey, createSecretKey, generateKeyPairSync, sign } from "node:crypto"

export const secret = createSecretKey(Buffer.from("a signing secret of 32 bytes, or more"))
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 })
const short = generateKeyPairSync("rsa", { modulusLength: 1024 })
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" })
const otherEc = generateKeyPairSync("ec", { namedCurve: "P-256" })
const now = () => Math.floor(Date.now() / 1000)

export const keyOf = jose.createLocalJWKSet({
  keys: [
    { ...rsa.publicKey.export({ format: "jwk" }), kid: "rsa" },
    { ...short.publicKey.export({ format: "jwk" }), kid: "short" },
    { ...ec.publicKey.export({ format: "jwk" }), kid: "ec" },
    { ...otherEc.publicKey.export({ format: "jwk" }), kid: "encryption", use: "enc" }
  ]
})

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")

const signers = {
  rsa: (content: string) => sign("sha256", Buffer.from(content), rsa.privateKey),
  short: (content: string) => sign("sha256", Buffer.from(content), short.privateKey),
  ec: (content: string) => sign("sha256", Buffer.from(content), { key: ec.privateKey, dsaEncoding: "ieee-p1363" }),
  der: (content: string) => sign("sha256", Buffer.from(content), ec.privateKey),
  otherEc: (content: string) =>
    sign("sha256", Buffer.from(content), {
      key: createPrivateKey(otherEc.privateKey.export({ type: "pkcs8", format: "pem" })),
      dsaEncoding: "ieee-p1363"
    }),
  secret: (content: string) => createHmac("sha256", secret).update(content).digest(),
  publicKey: (content: string) =>
    createHmac("sha256", rsa.publicKey.export({ type: "spki", format: "pem" })).update(content).digest(),
  nobody: () => Buffer.alloc(0)
}

const oneOf = <const A extends ReadonlyArray<string | number | boolean>>(...values: A) => Schema.Literals(values)
const around = Schema.Int.check(Schema.isBetween({ minimum: -20, maximum: 20 }))

const Token = Schema.Struct({
  signer: oneOf("rsa", "short", "ec", "der", "otherEc", "secret", "publicKey", "nobody"),
  alg: oneOf("RS256", "ES256", "HS256", "none", "PS256", "rs256"),
  kid: oneOf("rsa", "short", "ec", "encryption", "unknown", "absent"),
  extra: oneOf("nothing", "crit", "b64", "jwk"),
  exp: around,
  nbf: Schema.NullOr(around),
  iss: oneOf("s", "other"),
  aud: oneOf("movies", "other", "absent"),
  payload: oneOf("claims", "list", "text", "notJson", "notUtf8", "withMark", "textExp", "textIat", "nullNbf"),
  /** Which character of the token is changed, if any. */
  flipped: Schema.NullOr(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 900 })))
})

/** What is good, with one thing or two that may not be. */
const good = {
  extra: "nothing",
  exp: 10,
  nbf: null,
  iss: "s",
  aud: "movies",
  payload: "claims",
  flipped: null
} as const
const bases = {
  rsa: { ...good, signer: "rsa", alg: "RS256", kid: "rsa" },
  ec: { ...good, signer: "ec", alg: "ES256", kid: "ec" },
  secret: { ...good, signer: "secret", alg: "HS256", kid: "absent" },
  short: { ...good, signer: "short", alg: "RS256", kid: "short" },
  confused: { ...good, signer: "publicKey", alg: "HS256", kid: "rsa" }
} as const
const fields = ["signer", "alg", "kid", "extra", "exp", "nbf", "iss", "aud", "payload", "flipped"] as const

export const Case = Schema.Struct({
  base: oneOf("rsa", "ec", "secret", "short", "confused"),
  other: Token,
  changed: Schema.Array(oneOf(...fields)).check(Schema.isMaxLength(2))
})

export const tokenOf = ({ base, changed, other }: typeof Case.Type): string =>
  make({ ...bases[base], ...Object.fromEntries(changed.map((field) => [field, other[field]])) })

const make = ({ alg, aud, exp, extra, flipped, iss, kid, nbf, payload, signer }: typeof Token.Type): string => {
  const header = {
    alg,
    ...(kid !== "absent" && { kid }),
    ...(extra === "crit" && { crit: ["exp"], exp: 1 }),
    ...(extra === "b64" && { crit: ["b64"], b64: false }),
    ...(extra === "jwk" && { jwk: rsa.publicKey.export({ format: "jwk" }) })
  }
  const claims = {
    iss,
    sub: "u",
    iat: now(),
    exp: now() + exp * 10,
    ...(nbf !== null && { nbf: now() + nbf * 10 }),
    ...(aud !== "absent" && { aud: [aud] })
  }
  const json = Buffer.from(JSON.stringify(claims))
  const bodies = {
    claims: encode(claims),
    list: encode([claims]),
    text: encode("x"),
    notJson: "eyJ",
    // One byte of the subject.
    notUtf8: Buffer.from(json.toString().replace("\"u\"", "\"\xFF\""), "latin1").toString("base64url"),
    withMark: Buffer.concat([Buffer.from([0xEF, 0xBB, 0xBF]), json]).toString("base64url"),
    textExp: encode({ ...claims, exp: String(claims.exp) }),
    textIat: encode({ ...claims, iat: String(claims.iat) }),
    nullNbf: encode({ ...claims, nbf: null })
  }
  const content = `${encode(header)}.${bodies[payload]}`
  const token = `${content}.${signers[signer](content).toString("base64url")}`
  if (flipped === null || flipped >= token.length || token[flipped] === ".") return token
  return `${token.slice(0, flipped)}${token[flipped] === "A" ? "B" : "A"}${token.slice(flipped + 1)}`
}
