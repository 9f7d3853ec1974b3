/** Three masters of a Redis Cluster, for a test. */
import * as RedisServer from "@atlas-bearer/servers/RedisServer"
import { setTimeout as sleep } from "node:timers/promises"
import { createClient } from "redis"

export interface RedisCluster extends AsyncDisposable {
  readonly rootNodes: Array<{ readonly url: string }>
}

const ranges = [["0", "5460"], ["5461", "10922"], ["10923", "16383"]]

export const start = async (): Promise<RedisCluster> => {
  const servers = await Promise.all(
    ranges.map(() => RedisServer.start("--cluster-enabled", "yes", "--cluster-require-full-coverage", "yes"))
  )
  const clients = await Promise.all(
    servers.map(({ url }) => createClient({ url }).on("error", console.error).connect())
  )
  const first = servers[0]?.port
  await Promise.all(clients.map(async (client, index) => {
    await client.sendCommand(["CLUSTER", "ADDSLOTSRANGE", ...ranges[index] ?? []])
    await client.sendCommand(["CLUSTER", "MEET", "127.0.0.1", String(first)])
  }))
  for (const client of clients) {
    while (!/cluster_state:ok[^]*cluster_known_nodes:3/.test(String(await client.sendCommand(["CLUSTER", "INFO"])))) {
      await sleep(20)
    }
    client.destroy()
  }
  return {
    rootNodes: servers.map(({ url }) => ({ url })),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()))
    }
  }
}
