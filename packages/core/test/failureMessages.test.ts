import * as ApiKeyError from "@atlas-bearer/core/ApiKeyError"
import * as ClientError from "@atlas-bearer/core/ClientError"
import * as EmailPasswordError from "@atlas-bearer/core/EmailPasswordError"
import * as FunctionError from "@atlas-bearer/core/FunctionError"
import * as OAuthError from "@atlas-bearer/core/OAuthError"
import { assert, describe, it } from "@effect/vitest"

const modules = { ApiKeyError, ClientError, EmailPasswordError, FunctionError, OAuthError }

const classes = Object.values(modules).flatMap((module) =>
  Object.entries(module).flatMap(([name, value]: readonly [string, unknown]) =>
    typeof value === "function" && value.prototype instanceof Error ? [[name, value] as const] : []
  )
)

/** These tell when to come back, or what holds the call, and not what the server wrote. */
const ofTheirOwn = ["Unavailable", "RateLimited"]

describe("the message of a declared failure", () => {
  it("is tested for all of them", () => {
    assert.isAtLeast(classes.length, 30)
  })

  for (const [name, Failure] of classes) {
    it(`${name} says what is wrong in a sentence, with what the server wrote`, () => {
      const error: unknown = Reflect.construct(Failure, [{ description: "as the server says" }])
      assert.instanceOf(error, Error)
      assert.match(error.message, /^[A-Z].{15,}\.$|^[A-Z].{15,}\?$/)
      if (!ofTheirOwn.includes(name)) assert.include(error.message, "(as the server says)")
    })
  }
})
