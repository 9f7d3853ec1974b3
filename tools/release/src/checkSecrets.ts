/** Nothing that is published holds a secret: what secretlint knows, and what the servers of this project's APIs give out. */
import { DefaultSeed } from "@atlas-bearer/emulator"
import { lintSource } from "@secretlint/core"
import { creator } from "@secretlint/secretlint-rule-preset-recommend"
import * as path from "node:path"
import type { Packed } from "./Packed.ts"

/** Of service accounts, of App Services tokens, of registries, and of whoever signs them. */
const ours = [
  /mdb_sa_sk_\w{20,}/g,
  /eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g,
  /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[\w+/]/g
]

/** Documented values that the emulator begins with. It alone may have them. */
const seeds = [
  DefaultSeed.serverApiKey,
  DefaultSeed.customToken.secret,
  DefaultSeed.administrator.privateKey,
  DefaultSeed.serviceAccount.clientSecret
]

const config = { rules: [{ id: "@secretlint/secretlint-rule-preset-recommend", rule: creator }] }

/** What is wrong with one file. `maySeed`: it is the emulator's. */
export const secretsIn = async (
  filePath: string,
  content: string,
  maySeed: boolean
): Promise<ReadonlyArray<string>> => {
  const { messages } = await lintSource({
    source: { filePath, content, ext: path.extname(filePath), contentType: "text" },
    options: { config, maskSecrets: true }
  })
  const own = ours.flatMap((pattern) => content.match(pattern) ?? []).filter((found) => !seeds.includes(found))
  const seeded = maySeed ? [] : seeds.filter((seed) => content.includes(seed))
  return [
    ...messages.map(({ message, ruleId }) => `${ruleId}: ${message}`),
    ...own.map((found) => `looks like a secret: ${found.slice(0, 12)}...`),
    ...seeded.map((found) => `a value of the emulator's seed: ${found.slice(0, 4)}...`)
  ]
}

/** Every problem, as `package/file: what`. The command of the cli has the emulator in its bundle. */
export const checkSecrets = async ({ files, name, read }: Packed): Promise<ReadonlyArray<string>> => {
  const maySeed = (file: string) => name === "@atlas-bearer/emulator" || file.startsWith("dist/bundle/")
  const found = await Promise.all(
    files.map(async (file) =>
      (await secretsIn(file, read(file), maySeed(file))).map((problem) => `${name}/${file}: ${problem}`)
    )
  )
  return found.flat()
}
