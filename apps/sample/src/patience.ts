/** How long calls may take. A clock that somebody moves by half an hour passes every deadline of seconds. */

/** For clients on the emulator's clock. What a server may ask to wait stays a minute, and what is retried three times. */
export const patience = { deadline: "24 hours" } as const
