/** Our check of signatures beside jose's own, on random tokens. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as jose from "jose"
import * as VerifyJwt from "../src/internal/verifyJwt.ts"
import { Case, keyOf, secret, tokenOf } from "./randomTokens.ts"

/** What was made of a token: its claims, or the code of jose's error. */
const outcome = (verified: Promise<jose.JWTPayload | undefined>) =>
  verified.then(
    (payload) => ({ accepted: payload }),
    (error: unknown) => ({ refused: error instanceof jose.errors.JOSEError ? error.code : "ERR_OTHER" })
  )

const checks = { issuer: "s", audience: "movies", clockTolerance: 5 }
const bySecret = { key: () => secret, algorithms: ["HS256"] }
const byPublicKey = { key: keyOf, algorithms: ["RS256", "ES256"] }
/** As jose's documentation has it for a token that several keys fit. */
const byJose = async (token: string, side: typeof bySecret | typeof byPublicKey): Promise<jose.JWTPayload> => {
  const options = { ...checks, algorithms: side.algorithms }
  try {
    return (await jose.jwtVerify(token, side.key, options)).payload
  } catch (error) {
    if (!(error instanceof jose.errors.JWKSMultipleMatchingKeys)) throw error
    for await (const key of error) {
      try {
        return (await jose.jwtVerify(token, key, options)).payload
      } catch (failure) {
        if (!(failure instanceof jose.errors.JWSSignatureVerificationFailed)) throw failure
      }
    }
    throw new jose.errors.JWSSignatureVerificationFailed()
  }
}
// They live as long as the test, and so remember signers.
const verifiers = new Map([bySecret, byPublicKey].map((side) => {
  const { algorithms, key } = side
  return [side, VerifyJwt.make(key, { ...checks, algorithms })]
}))

describe("verifyJwt", () => {
  let accepted = 0
  let acceptedAtOnce = 0
  it.effect.prop(
    "accepts what jose accepts, with the same claims, and nothing else",
    { spec: Case },
    ({ spec }) =>
      Effect.gen(function*() {
        const token = tokenOf(spec)
        const side = spec.base === "secret" ? bySecret : byPublicKey
        const verifier = verifiers.get(side) ?? assert.fail("no verifier")
        const ours = yield* Effect.promise(() => outcome(verifier.verify(token)))
        const theirs = yield* Effect.promise(() => outcome(byJose(token, side)))
        const atOnce = yield* Effect.promise(() => outcome((async () => verifier.verifyAtOnce(token))()))
        const isKnown = !("accepted" in atOnce && atOnce.accepted === undefined)
        if (isKnown) assert.deepStrictEqual(atOnce, ours)
        assert.isTrue(isKnown || "refused" in ours)
        acceptedAtOnce += isKnown && "accepted" in atOnce ? 1 : 0
        accepted += "accepted" in theirs ? 1 : 0
        assert.deepStrictEqual(
          "accepted" in ours,
          "accepted" in theirs,
          `${JSON.stringify(ours)} ${JSON.stringify(theirs)}`
        )
        if ("accepted" in theirs) assert.deepStrictEqual(ours, theirs)
        // Only a token whose signature is good is said to be expired.
        if ("refused" in theirs) {
          assert.strictEqual(
            "refused" in ours && ours.refused === "ERR_JWT_EXPIRED",
            theirs.refused === "ERR_JWT_EXPIRED"
          )
        }
      }),
    { timeout: 30_000, arbitrary: { runs: 3000 } }
  )

  it("was shown good tokens too", () => {
    assert.isAbove(accepted, 300)
    assert.strictEqual(acceptedAtOnce, accepted)
  })
})
