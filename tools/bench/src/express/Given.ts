/** What every server under test is given: keys, tokens, and where to ask. */

export interface Given {
  /** Where the emulator is. */
  readonly emulatorUrl: string
  /** Where the public keys are. */
  readonly jwksUrl: string
  readonly publicKeyPem: string
  /** The HS256 secret. */
  readonly secret: string
  readonly issuer: string
  readonly audience: string
}

/** By what a request's token is signed, and by whom. */
export interface Tokens {
  readonly emulator: string
  readonly hs256: string
  readonly rs256: string
}
