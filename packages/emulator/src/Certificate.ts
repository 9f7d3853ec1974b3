/** A self-made X.509 certificate (RFC 5280) for `https`, good for 825 days, on names and addresses of this machine. */
import { createSign, generateKeyPairSync, hash, randomBytes } from "node:crypto"
import { isIPv4, isIPv6 } from "node:net"

/** Both in PEM. Whoever trusts `certificate` trusts this server alone: the key is nowhere else. */
export interface Certificate {
  readonly certificate: string
  readonly key: string
}

// DER (X.690 section 8): tag, length, content.
const der = (tag: number, ...contents: ReadonlyArray<Uint8Array>): Buffer => {
  const content = Buffer.concat(contents)
  const size = content.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

const sequence = (...parts: ReadonlyArray<Uint8Array>) => der(0x30, ...parts)
const bits = (content: Uint8Array) => der(0x03, Buffer.of(0), content)
const octets = (content: Uint8Array) => der(0x04, content)
const yes = der(0x01, Buffer.of(0xff))
const text = (content: string) => der(0x0c, Buffer.from(content))

/** Arcs above 127 take several bytes, the first two arcs one. */
const objectId = (id: string) => {
  const [first = 0, second = 0, ...rest] = id.split(".").map(Number)
  const bytes = rest.flatMap((arc) =>
    arc < 0x80 ?
      [arc] :
      [arc >> 14, arc >> 7, arc].map((septet, index) => index === 2 ? septet & 0x7f : septet & 0x7f | 0x80).filter((
        byte,
        index
      ) => index > 0 || byte !== 0x80)
  )
  return der(0x06, Buffer.of(first * 40 + second, ...bytes))
}

/** UTCTime, with two digits for the year, until 2049 (RFC 5280 section 4.1.2.5). */
const time = (millis: number) => {
  const digits = new Date(millis).toISOString().replaceAll(/[-:T]|\.\d+/g, "")
  return digits < "2050" ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits))
}

const ecdsaWithSha256 = sequence(objectId("1.2.840.10045.4.3.2"))
const commonName = sequence(der(0x31, sequence(objectId("2.5.4.3"), text("atlas-bearer emulator"))))

const extension = (id: string, value: Uint8Array, isCritical = false) =>
  sequence(objectId(id), ...(isCritical ? [yes] : []), octets(value))

const subjectAlternativeName = (hosts: ReadonlyArray<string>) =>
  sequence(...hosts.map((host) => {
    if (isIPv4(host)) return der(0x87, Buffer.from(host.split(".").map(Number)))
    return host === "::1" ? der(0x87, Buffer.concat([Buffer.alloc(15), Buffer.of(1)])) : der(0x82, Buffer.from(host))
  }))

const day = 24 * 3600 * 1000

/** An IPv6 address in its many spellings is left out: clients have names for it. */
const isIncluded = (host: string) => !isIPv6(host.replace(/^\[|\]$/g, "")) || host === "::1"

/** For `hosts` besides the names of loopback. `now` is in milliseconds since 1970. */
export const make = (hosts: ReadonlyArray<string>, now: number): Certificate => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  // A positive number: the highest bit is not set, the next is.
  const serial = der(0x02, Buffer.of(0x40 | randomBytes(1).readUInt8() >> 2), randomBytes(15))
  const key = publicKey.export({ format: "der", type: "spki" })
  const names = [...new Set(["localhost", "127.0.0.1", "::1", ...hosts].filter(isIncluded))]
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    serial,
    ecdsaWithSha256,
    commonName,
    // Clocks differ: it was good yesterday too.
    sequence(time(now - day), time(now + 824 * day)),
    commonName,
    key,
    der(
      0xa3,
      sequence(
        extension("2.5.29.19", sequence(yes), true),
        // digitalSignature and keyCertSign
        extension("2.5.29.15", der(0x03, Buffer.of(2, 0b1000_0100)), true),
        extension("2.5.29.14", octets(hash("sha1", key, "buffer"))),
        extension("2.5.29.37", sequence(objectId("1.3.6.1.5.5.7.3.1"))),
        extension("2.5.29.17", subjectAlternativeName(names))
      )
    )
  )
  const signature = createSign("sha256").update(toBeSigned).sign(privateKey)
  const base64 = sequence(toBeSigned, ecdsaWithSha256, bits(signature)).toString("base64")
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{1,64}/g, "$&\n")}-----END CERTIFICATE-----\n`,
    key: privateKey.export({ format: "pem", type: "pkcs8" }).toString()
  }
}
