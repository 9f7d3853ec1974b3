import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import * as path from "node:path"
import { headerComment } from "../src/headerComment.ts"
import { openApiDocuments } from "../src/openApi.ts"
import { root } from "../src/repository.ts"

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

  it("has the method and path that the comment of the endpoint's file says", () => {
    for (const { method, operation: { operationId }, path: template } of operationsOf(name)) {
      const source = `${path.basename(name, ".json")}/${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}.ts`
      const comment = headerComment(readFileSync(path.join(root, "packages/core/src/endpoints", source), "utf8"))
      assert.strictEqual(/^`([^`]*)`/.exec(comment)?.[1], `${method.toUpperCase()} ${template}`, source)
    }
  })

  it("names the vendor's page", () =>
    assert.match(JSON.stringify(documents[name]), /"externalDocs":\{[^}]*"url":"https:/))

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
