/** What a program does with `@atlas-bearer/redis` while Redis is away. */
import { RedisTokenStore } from "@atlas-bearer/redis"

const main = async () => {
  const store = RedisTokenStore.make({ url: "redis://127.0.0.1:1" })
  const failed = await store.get("key").catch((error: { readonly _tag: string }) => error._tag)
  if (failed !== "RedisUnavailable") throw new Error(`ended with ${JSON.stringify(failed)}`)
  await store[Symbol.asyncDispose]()
  console.log("works")
}
void main()
