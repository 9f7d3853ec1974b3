/** The token requests that an emulator answered. Its journal must have room for all. */
import type { Emulator } from "@atlas-bearer/emulator"

const entries = async ({ journal }: Emulator.Running) =>
  (await journal.entries()).filter(({ url }) => url.endsWith("/api/oauth/token"))

/** `refused` are those above the limit. */
export const count = async (emulator: Emulator.Running) => {
  const statuses = (await entries(emulator)).map(({ reply }) => reply?.status)
  return { all: statuses.length, refused: statuses.filter((status) => status === 429).length }
}

/** Has the emulator got one that it answered, or answers? */
export const isAsked = async (emulator: Emulator.Running) => (await entries(emulator)).length > 0

/** How many tokens live now: each for an hour. */
export const live = async (emulator: Emulator.Running) =>
  (await entries(emulator)).filter(({ at, reply }) => reply?.status === 200 && at > emulator.clock.now() - 3_600_000)
    .length
