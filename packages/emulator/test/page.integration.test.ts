/** The emulator's page: what its script asks for is there, and nobody else gets the page. */
import { assert, describe, it } from "@effect/vitest"
import { Script } from "node:vm"
import { afterAll, afterEach, beforeAll } from "vitest"
import * as Emulator from "../src/Emulator.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())
afterEach(() => emulator.reset())

const load = async () => {
  const response = await fetch(`${emulator.url}/__emulator/`)
  const html = await response.text()
  const [, script = ""] = /<script>([^]*)<\/script>/.exec(html) ?? []
  return { response, html, script }
}

const valuesOf = (html: string, attribute: string) =>
  [...html.matchAll(new RegExp(`${attribute}=(["'])(.*?)\\1`, "g"))].map(([, , value = ""]) => value)

const post = (path: string, body: string) =>
  fetch(`${emulator.url}/__emulator/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body
  })

describe("the page", () => {
  it("is there without the slash at its end too", async () => {
    const response = await fetch(`${emulator.url}/__emulator`)
    assert.deepStrictEqual([response.status, await response.text()], [200, (await load()).html])
    assert.strictEqual((await fetch(`${emulator.url}/__emulators`)).status, 404)
  })

  it("has the elements that its script looks for, and loads nothing", async () => {
    const { html, response, script } = await load()
    assert.strictEqual(response.status, 200)
    assert.include(response.headers.get("content-type"), "text/html")
    assert.include(response.headers.get("content-security-policy"), "default-src 'none'")
    assert.notMatch(html, /(?:src|href)="(?:https?:)?\/\//)
    assert.doesNotThrow(() => new Script(script))
    const ids = new Set(valuesOf(html, "id"))
    const used = [...script.matchAll(/\b(?:at|on|showAll)\("(\w+)"/g)].map(([, id = ""]) => id)
    assert.isAbove(used.length, 8)
    assert.deepStrictEqual(used.filter((id) => !ids.has(id)), [])
    assert.notInclude(script, "innerHTML")
  })

  it("asks for what the control plane has", async () => {
    const { html, script } = await load()
    const { paths }: { readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> } = await fetch(
      `${emulator.url}/__emulator/openapi.json`
    ).then((response) => response.json())
    const asked = [...script.matchAll(/ask\("(\w+)", "(\w+)"/g)].map(([, method = "", path = ""]) => [method, path])
    assert.sameDeepMembers(asked, [["POST", "clock"], ["POST", "faults"], ["POST", "clock"], ["DELETE", "faults"], [
      "POST",
      "reset"
    ]])
    for (const [method = "", path = ""] of [...asked, ["GET", "clock"], ["GET", "mailbox"], ["GET", "journal"]]) {
      assert.property(paths[`/__emulator/${path}`], method.toLowerCase())
    }
    for (const advance of valuesOf(html, "data-advance")) {
      assert.strictEqual((await post("clock", JSON.stringify({ advance }))).status, 200, advance)
    }
    for (const fault of valuesOf(html, "data-fault")) {
      assert.strictEqual((await post("faults", fault)).status, 201, fault)
    }
    assert.lengthOf(await emulator.faults.armed(), 3)
  })

  it("is part of the control plane: a control token keeps it to who has it", async () => {
    await using guarded = await Emulator.start({ controlToken: "a-token-of-some-length" })
    assert.strictEqual((await fetch(`${guarded.url}/__emulator/`)).status, 401)
    const authorization = "Bearer a-token-of-some-length"
    assert.strictEqual((await fetch(`${guarded.url}/__emulator/`, { headers: { authorization } })).status, 200)
  })
})
