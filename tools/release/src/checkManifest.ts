/** What publint says of a package, suggestions too. */
import { publint } from "publint"
import { formatMessage } from "publint/utils"
import type { Packed } from "./Packed.ts"

/** Every problem, as `package: what`. */
export const checkManifest = async ({ data, manifest, name }: Packed): Promise<ReadonlyArray<string>> => {
  const { messages } = await publint({ strict: true, pack: { tarball: data.buffer } })
  return messages.map((message) =>
    `${name}: ${formatMessage(message, { ...manifest }, { color: false }) ?? message.code}`
  )
}
