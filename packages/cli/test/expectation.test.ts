import { assert, describe, it } from "@effect/vitest"
import { expectation } from "../src/internal/expectation.ts"

describe("expectation", () => {
  it.each([
    ["\"bash\" | \"zsh\" | \"fish\"", "Give bash, zsh or fish."],
    ["Expected \"on\" | \"off\"", "Give on or off."],
    ["Schema validation failed: Expected a value greater than 0", "Give a value greater than 0."],
    ["Expected a string representing a finite number", "Give a number."],
    ["at most 1 value", "Give at most 1 value."],
    ["Path is not a file: /home/me/mdb_sa_sk_1", "Give the name of a file that is there."],
    ["Path does not exist: /home/me/mdb_sa_sk_1", "Give the name of a file that is there."]
  ])("makes a sentence of %s", (expected, sentence) => assert.strictEqual(expectation(expected), sentence))
})
