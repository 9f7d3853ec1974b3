/**
 * As jose's `jwtVerify`, with its keys and its errors, but the signature is checked at once by Node, which takes a third of the
 * time that WebCrypto takes (docs/decisions/0007).
 */
import { type CryptoKey, decodeProtectedHeader, errors, type JWTPayload, type JWTVerifyGetKey } from "jose"
import { createHmac, KeyObject, timingSafeEqual, verify } from "node:crypto"
import * as registeredClaims from "./registeredClaims.ts"

export interface Checks extends registeredClaims.ClaimChecks {
  readonly algorithms: ReadonlyArray<string>
}

/** Verifies tokens of three segments. */
export interface JwtVerifier {
  readonly verify: (token: string) => Promise<JWTPayload>
  /** As `verify`, when a token with the same header was well signed before; else `undefined`. */
  readonly verifyAtOnce: (token: string) => JWTPayload | undefined
}

/** What a protected header says of the signature. Without a `kid`, or with one that is given twice, it fits several keys. */
interface Signer {
  readonly alg: string
  readonly keys: ReadonlyArray<KeyObject>
  /** Says it nothing of which key? Then a signature by none of them may be by one that is not known yet. */
  readonly isUnnamed: boolean
}

// A signer has one header for each of its keys. One that varies it has each looked at.
const maxSigners = 100

const keyObjects = new WeakMap<CryptoKey, KeyObject>()

/** RFC 7518 section 3.3: a key of 2048 bits or more. */
const toKeyObject = (key: CryptoKey): KeyObject => {
  const known = keyObjects.get(key)
  if (known !== undefined) return known
  const made = KeyObject.from(key)
  const { modulusLength = Infinity } = made.asymmetricKeyDetails ?? {}
  if (modulusLength < 2048) throw new TypeError("the key is shorter than 2048 bits")
  keyObjects.set(key, made)
  return made
}

/** Those that cannot be used are passed over while there are others. */
const toKeyObjects = async (found: errors.JWKSMultipleMatchingKeys): Promise<ReadonlyArray<KeyObject>> => {
  const keys: Array<KeyObject> = []
  let failure: unknown = found
  for await (const key of found) {
    try {
      keys.push(toKeyObject(key))
    } catch (error) {
      failure = error
    }
  }
  if (keys.length > 0) return keys
  throw failure
}

const isSigned = (alg: string, key: KeyObject, content: string, signature: Buffer): boolean => {
  switch (alg) {
    case "HS256": {
      const expected = createHmac("sha256", key).update(content).digest()
      return expected.length === signature.length && timingSafeEqual(expected, signature)
    }
    case "RS256":
      return key.asymmetricKeyType === "rsa" && verify("sha256", Buffer.from(content), key, signature)
    case "ES256":
      return key.asymmetricKeyDetails?.namedCurve === "prime256v1" &&
        verify("sha256", Buffer.from(content), { key, dsaEncoding: "ieee-p1363" }, signature)
    default:
      return false
  }
}

const headerOf = (token: string) => {
  try {
    return decodeProtectedHeader(token)
  } catch {
    throw new errors.JWSInvalid("JWS Protected Header is invalid")
  }
}

/** `keyOf` is a function of jose, or gives a secret. It gives the same keys for the same header. */
export const make = (keyOf: JWTVerifyGetKey, { algorithms, ...claims }: Checks): JwtVerifier => {
  const signers = new Map<string, Signer>()

  const signerOf = async (token: string): Promise<Signer> => {
    const header = headerOf(token)
    const { alg } = header
    if (alg === undefined || !algorithms.includes(alg)) {
      throw new errors.JOSEAlgNotAllowed("\"alg\" (Algorithm) Header Parameter value not allowed")
    }
    // RFC 7515 section 4.1.11: what is critical must be understood, and nothing of it is.
    if (header.crit !== undefined || header.b64 !== undefined) {
      throw new errors.JOSENotSupported("Extension Header Parameters are not supported")
    }
    const isUnnamed = header.kid === undefined && alg !== "HS256"
    const [protectedHeader = "", payload = "", signature = ""] = token.split(".")
    try {
      const key = await keyOf({ ...header, alg }, { protected: protectedHeader, payload, signature })
      return { alg, isUnnamed, keys: [key instanceof KeyObject ? key : toKeyObject(key as CryptoKey)] }
    } catch (error) {
      if (error instanceof errors.JWKSMultipleMatchingKeys) return { alg, isUnnamed, keys: await toKeyObjects(error) }
      throw error
    }
  }

  const check = (token: string, { alg, isUnnamed, keys }: Signer): void => {
    const end = token.lastIndexOf(".")
    const content = token.slice(0, end)
    const signature = Buffer.from(token.slice(end + 1), "base64url")
    if (keys.some((key) => isSigned(alg, key, content, signature))) return
    throw isUnnamed ? new errors.JWKSNoMatchingKey() : new errors.JWSSignatureVerificationFailed()
  }
  const payloadOf = (token: string) =>
    registeredClaims.check(token.slice(token.indexOf(".") + 1, token.lastIndexOf(".")), claims)

  return {
    verify: async (token) => {
      const signer = await signerOf(token)
      check(token, signer)
      // Only now: nobody fills this with headers of their own making.
      if (signers.size >= maxSigners) signers.clear()
      signers.set(token.slice(0, token.indexOf(".")), signer)
      return payloadOf(token)
    },
    verifyAtOnce: (token) => {
      const signer = signers.get(token.slice(0, token.indexOf(".")))
      if (signer === undefined) return undefined
      check(token, signer)
      return payloadOf(token)
    }
  }
}
