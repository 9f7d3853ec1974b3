/** The flags of the command. */
import { assert, describe, it } from "@effect/vitest"
import { failure, run, start } from "./command.ts"

describe("a flag of atlas-bearer-emulator", () => {
  it("has users confirm their address, if told so", async () => {
    await using started = await start("--confirm-emails")
    const response = await fetch(
      `${started.url}/api/client/v2.0/app/myapp-abcde/auth/providers/local-userpass/register`,
      {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email: "jean@example.com", password: "24601-password" })
      }
    )
    assert.strictEqual(response.status, 201)
    assert.isNull(response.headers.get("content-type"))
    const messages: unknown = await (await fetch(`${started.url}/__emulator/mailbox`)).json()
    assert.nestedPropertyVal(messages, "[0].to", "jean@example.com")
  })

  it("takes the limit of the token endpoint from its flag, and tells the truth about it", async () => {
    await using emulator = await start("--token-rate-limit", "2/1m")
    const ask = () =>
      fetch(`${emulator.url}/api/oauth/token`, {
        method: "POST",
        headers: { authorization: `Basic ${btoa("somebody:secret")}` },
        body: new URLSearchParams({ grant_type: "client_credentials" })
      })
    assert.deepStrictEqual([(await ask()).status, (await ask()).status], [401, 401])
    const refused = await ask()
    assert.strictEqual(refused.status, 429)
    const seconds = Number(refused.headers.get("retry-after"))
    await fetch(`${emulator.url}/__emulator/clock`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ advance: `${seconds} seconds` })
    })
    assert.strictEqual((await ask()).status, 401)
  })

  it("takes the switches of service accounts from its flags", async () => {
    const list = ["--ip-access-list", "10.0.0.0/8,::1", "--ip-access-list-on", "both"]
    await using emulator = await start(
      ...list,
      "--basic-credentials",
      "raw",
      "--token-rate-limit",
      "2/1m",
      "--rate-limit-body",
      "api"
    )
    const ask = (id: string) =>
      fetch(`${emulator.url}/api/oauth/token`, {
        method: "POST",
        headers: { authorization: `Basic ${btoa(`${id}:mdb_sa_sk_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789`)}` },
        body: new URLSearchParams({ grant_type: "client_credentials" })
      })
    const id = "mdb_sa_id_0123456789abcdef01234567"
    assert.strictEqual((await ask(id)).status, 403)
    assert.strictEqual((await ask(id.replaceAll("_", "%5F"))).status, 401)
    await ask(id)
    assert.propertyVal(await (await ask(id)).json(), "errorCode", "RATE_LIMITED")
  })

  it.each([
    ["--port=99999", "Option port"],
    ["--port=", "Option port"],
    ["--seed=/nowhere.json", "Option seed"],
    ["--token-rate-limit=often", "Option tokenRateLimit"],
    ["--token-quota=0", "Option tokenQuota"],
    ["--basic-credentials=both ways", "Option basicCredentials"],
    ["--ip-access-list=10.0.0.0/33", "Option ipAccessList"],
    ["--ip-access-list-on=never", "Option ipAccessListOn"],
    ["--rate-limit-body=", "Option rateLimitBody"],
    ["--atlas-rate-limit=10/1m", "Option atlasRateLimit"],
    ["--public-url=nowhere", "Option publicUrl"],
    ["--profile=stitch", "Option profile"],
    ["--switch=refusals=maybe", "Option switches"],
    ["--control-token=short", "Option controlToken"],
    ["--fault-seed=x", "Option faultSeed"],
    ["--journal=-1", "Option journal"],
    ["--journal=", "Option journal"],
    ["--jwk-uri=file:///keys.json", "Option customTokenJwkUri"],
    ["--redirect-uri=/signed-in", "Option redirectUris"],
    ["--certificate=a.pem", "Option certificate"],
    ["--nonsense", "Unknown option"]
  ])("refuses %s with exit code 2 and says why", async (flag, message) => {
    const { code, stderr, stdout } = await failure(flag)
    assert.strictEqual(code, 2)
    assert.strictEqual(stdout, "")
    assert.include(stderr, message)
  })

  it("explains itself", async () => {
    const { stdout } = await run("--help")
    for (
      const flag of [
        "--port",
        "--host",
        "--store",
        "--public-url",
        "--token-rate-limit",
        "--token-quota",
        "--rate-limit-body",
        "--basic-credentials",
        "--ip-access-list",
        "--ip-access-list-on",
        "--atlas-rate-limit"
      ]
    ) assert.include(stdout, `${flag} `)
    const flags = "port host store public-url token-rate-limit token-quota profile switch tls certificate control-token"
    for (const flag of `${flags} fault-seed journal jwk-uri redirect-uri`.split(" ")) {
      assert.include(stdout, `--${flag} `)
    }
  })
})
