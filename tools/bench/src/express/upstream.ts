/** A process that serves what verifiers ask: the emulator, and a JWKS URL. Its message has all that the bench needs. */
import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { App, Credentials } from "@atlas-bearer/node"
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from "jose"
import { randomBytes } from "node:crypto"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { Given, Tokens } from "./Given.ts"

const emulator = await Emulator.start()
const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true })
const jwk = { ...await exportJWK(publicKey), kid: "bench", alg: "RS256", use: "sig" }
const secret = randomBytes(32).toString("base64url")
const [issuer, audience] = ["https://issuer.example/", "myapp-abcde"]

// The claims of an App Services token, and what the peers insist on.
const sign = (alg: string, key: Parameters<SignJWT["sign"]>[0]) =>
  new SignJWT({ typ: "access", stitch_devId: "0".repeat(24), stitch_domainId: "0".repeat(24) })
    .setProtectedHeader({ alg, kid: "bench" })
    .setSubject("u1")
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime("2 hours")
    .sign(key)

const keys = createServer((_request, response) => {
  response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: [jwk] }))
})
keys.listen(0, "127.0.0.1", async () => {
  await using app = App.make({ appId: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
  const user = await app.logIn(Credentials.emailPassword(DefaultSeed.user))
  const { port } = keys.address() as AddressInfo
  const given: Given = {
    emulatorUrl: emulator.url,
    jwksUrl: `http://127.0.0.1:${port}/jwks.json`,
    publicKeyPem: await exportSPKI(publicKey),
    secret,
    issuer,
    audience
  }
  const tokens: Tokens = {
    emulator: await user.getAccessToken(),
    hs256: await sign("HS256", new TextEncoder().encode(secret)),
    rs256: await sign("RS256", privateKey)
  }
  process.send?.({ given, tokens })
})
process.on("disconnect", () => process.exit())
