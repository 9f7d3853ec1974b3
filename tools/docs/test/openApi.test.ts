import { assert, describe, it } from "@effect/vitest"
import { openApiDocuments } from "../src/openApi.ts"

const documents = openApiDocuments()

const operationsOf = (name: string) =>
  Object.entries(documents[name]?.paths ?? {}).flatMap(([path, item]) =>
    (["get", "put", "post", "delete", "patch"] as const).flatMap((method) => {
      const operation = item[method]
      return operation === undefined ? [] : [{ path, method, operation }]
    })
  )

describe.each(Object.keys(documents))("%s", (name) => {
  it("says of every operation what it does, once, with credentials as a security scheme", () => {
    const operations = operationsOf(name)
    assert.isNotEmpty(operations)
    const summaries = operations.map(({ operation }) => operation.summary)
    assert.strictEqual(new Set(summaries).size, summaries.length)
    for (const { operation, path } of operations) {
      assert.match(operation.summary ?? "", /^[A-Z].*[.?]$/, path)
      assert.notInclude(operation.parameters.map((parameter) => parameter.name.toLowerCase()), "authorization")
    }
  })

  it("defines what it refers to", () => {
    const text = JSON.stringify(documents[name])
    const referred = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, schema]) => schema)
    const defined = Object.keys(documents[name]?.components.schemas ?? {})
    assert.sameMembers([...new Set(referred)], defined)
  })
})

describe("credentials", () => {
  const securityOf = (name: string, id: string) =>
    operationsOf(name).find(({ operation }) => operation.operationId === id)?.operation.security

  it("are those of the operation", () => {
    assert.deepStrictEqual(securityOf("oauth.json", "issueToken"), [{ basic: [] }])
    assert.deepStrictEqual(securityOf("client.json", "getProfile"), [{ bearer: [] }])
    assert.deepStrictEqual(securityOf("client.json", "getLocation"), [])
    assert.deepStrictEqual(securityOf("client.json", "loginEmailPassword"), [{ bearer: [] }, {}], "to link")
  })
})
