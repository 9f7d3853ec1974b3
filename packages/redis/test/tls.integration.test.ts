/** What goes over the network with TLS. */
import * as Certificate from "@atlas-bearer/emulator/Certificate"
import { RedisThrottle, RedisTokenStore } from "@atlas-bearer/redis"
import { freePort } from "@atlas-bearer/servers/freePort"
import * as RedisServer from "@atlas-bearer/servers/RedisServer"
import { mkdtempDisposable, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import * as path from "node:path"
import { createClient } from "redis"
import { assert, it } from "vitest"
import { rejection } from "./rejection.ts"

const key = "sa:a:1"

it("a store and a throttle work over TLS, for those alone who trust the server's certificate", async () => {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), "redis-tls-"))
  const { certificate, key: privateKey } = Certificate.make([], Date.now())
  const [certificateFile, keyFile] = [path.join(directory.path, "cert.pem"), path.join(directory.path, "key.pem")]
  await writeFile(certificateFile, certificate)
  await writeFile(keyFile, privateKey, { mode: 0o600 })
  const port = await freePort()
  const tls = ["--port", "0", "--tls-port", String(port), "--tls-cert-file", certificateFile, "--tls-key-file", keyFile]
  await using _ = await RedisServer.start(...tls, "--tls-auth-clients", "no", "--tls-ca-cert-file", certificateFile)
  const url = `rediss://127.0.0.1:${port}`

  const client = createClient({ url, socket: { tls: true, ca: certificate } })
  await client.on("error", console.error).connect()
  const store = RedisTokenStore.make({ client })
  const record = { generation: 1, accessToken: "hunter2" }
  assert.isTrue(await store.set(key, record, 0))
  assert.deepStrictEqual(await store.get(key), record)
  const [throttle, other] = [RedisThrottle.make({ client }), RedisThrottle.make({ client })]
  const heard = Promise.withResolvers<void>()
  const unfollow = other.follow({ onChange: heard.resolve, onFailure: heard.reject })
  await throttle.tell("a", { wait: 60_000 })
  await heard.promise
  unfollow()

  await using stranger = RedisTokenStore.make({ url })
  assert.match(String(await rejection(stranger.get(key))), /RedisUnavailable.*certificate/)
  await using plain = RedisTokenStore.make({ url: url.replace("rediss:", "redis:") })
  assert.include(await rejection(plain.get(key)), { _tag: "RedisUnavailable" })
  client.destroy()
})
