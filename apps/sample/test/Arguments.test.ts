import { assert, describe, it } from "@effect/vitest"
import * as Arguments from "../src/Arguments.ts"

describe("the port", () => {
  it("is free unless one is named, and the flag goes before the environment", () => {
    assert.strictEqual(Arguments.port([], {}), 0)
    assert.strictEqual(Arguments.port([], { PORT: "" }), 0)
    assert.strictEqual(Arguments.port([], { PORT: "8080" }), 8080)
    assert.strictEqual(Arguments.port(["--port", "9090"], { PORT: "8080" }), 9090)
    assert.strictEqual(Arguments.port(["--port=65535"], {}), 65_535)
  })

  it("is refused with what to do when it is none", () => {
    for (
      const args of [["--port", "x"], ["--port", "65536"], ["--port", "-1"], ["--port"], ["--prot", "1"], ["9090"]]
    ) {
      const found = Arguments.port(args, {})
      assert.match(
        typeof found === "number" ? "accepted" : found.wrong,
        /Usage: npm start -- \[--port N\]/,
        args.join(" ")
      )
    }
    assert.isObject(Arguments.port([], { PORT: "80 80" }))
  })
})
