import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { HttpClientRequest } from "effect/http"
import { excerpt } from "../../src/internal/excerpt.ts"

const post = HttpClientRequest.post("https://services.test")
const sending = (content: unknown) => HttpClientRequest.bodyJsonUnsafe(post, content)
const authorized = (field: string) => HttpClientRequest.setHeader(post, "authorization", field)

describe("excerpt", () => {
  it("shows a short harmless text as it is", () => {
    assert.strictEqual(excerpt("<p>404 page not found</p>", post), "<p>404 page not found</p>")
  })

  it("is at most 200 characters long", () => assert.strictEqual(excerpt("no ".repeat(99), post).length, 200))

  it.each([
    ["a bearer token", authorized("Bearer short"), "short"],
    ["Basic credentials as they are sent", authorized("Basic aWQ6YSBiIGM="), "aWQ6YSBiIGM="],
    ["the secret in Basic credentials", authorized("Basic aWQ6YSBiIGM="), "a b c"],
    ["a string of the JSON body, however deep", sending({ a: [{ b: "hunter2 ✓" }] }), "hunter2 ✓"],
    ["a string with quotes, as JSON spells it", sending({ a: "a\"b\nc" }), "a\\\"b\\nc"],
    ["a number of the JSON body", sending({ pin: 471_142 }), "471142"],
    ["a value of the form", HttpClientRequest.bodyUrlParams(post, { token: "a&b=c" }), "a&b=c"]
  ])("masks %s", (_, request, value) => {
    assert.strictEqual(excerpt(`got ${value}; ${value}`, request), "got ***; ***")
  })

  it.each([
    ["percent-encoded", "p%C3%A4ss%3Cw%26rd%22%20%2F1"],
    ["percent-encoded in lower case", "p%c3%a4ss%3cw%26rd%22%20%2f1"],
    ["as a form", "p%C3%A4ss%3Cw%26rd%22+%2F1"],
    ["in HTML", "päss&lt;w&amp;rd&#34; /1"],
    ["in JSON of ASCII alone", "p\\u00e4ss\\u003cw\\u0026rd\\\" \\/1"],
    ["in JSON within JSON", "päss<w&rd\\\\\\\" /1"],
    ["percent-encoded twice", "p%25C3%25A4ss%253Cw%2526rd%2522%2520%252F1"],
    ["in Base64", "cMOkc3M8dyZyZCIgLzE="],
    ["cut off", "päss<w&r"]
  ])("masks a value that the server repeats %s", (_, text) => {
    assert.match(excerpt(`got ${text}; ${text}`, sending({ a: "päss<w&rd\" /1" })), /^got \*\*\*=?; \*\*\*=?$/)
  })

  it("takes a value of nothing but backslashes", () => {
    assert.strictEqual(excerpt("a\\\\\\\\b", sending({ a: "\\\\\\\\" })), "a***b")
  })

  it.each([
    "{\"access_token\":[\"secret\"]}",
    "{\"data\":\"{\\\"access_token\\\":\\\"secret\\\"}\"}",
    "?access_token=secret&a"
  ])(
    "masks a secret field in %s",
    (text) => assert.notMatch(excerpt(text, post), /secret/)
  )

  it("leaves values of up to three characters, which stand in any text", () => {
    assert.strictEqual(excerpt("an error", sending({ a: "an" })), "an error")
  })

  it("masks a sent value that is longer than what it looks at", () => {
    assert.strictEqual(excerpt(`${"so long ".repeat(2000)}!`, sending({ a: "so long ".repeat(2000) })), "***!")
  })

  it("masks the longer of two values that begin alike", () => {
    assert.strictEqual(excerpt("hunter2000", sending({ a: "hunter2", b: "hunter2000" })), "***")
  })

  it.each(["token", "access_token", "clientSecret", "PASSWORD", "apiKey"])("masks the field %s of JSON", (field) => {
    assert.strictEqual(excerpt(`{"${field}": "a\\"b", "x": "y"}`, post), `{"${field}": "***", "x": "y"}`)
    assert.notInclude(excerpt(`{"${field}": "cut of`, post), "cut of")
  })

  it("masks whatever looks like a token", () => {
    assert.strictEqual(excerpt("<b>eyJhbGciOi.eyJzdWIiOiJh.-_sig</b>", post), "<b>***</b>")
  })

  it.prop("never shows a value that the request carried", [Schema.String, Schema.String, Schema.String], (values) => {
    const [before, value, after] = values
    const secret = `§§${value}§§`
    assert.notInclude(excerpt(`${before}${secret}${after}`, sending({ secret })), secret)
  })
})
