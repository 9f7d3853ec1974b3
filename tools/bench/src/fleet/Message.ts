/** What the bench asks a process of the fleet, and what it answers. */

/** `minute` is the time of the emulator's clock to wait for, in milliseconds; `fetches` asks for more than the token. */
export type Ask = { readonly _tag: "step"; readonly now: number; readonly fetches: boolean } | { readonly _tag: "end" }

/** So far. `waits` are calls that are still on their way. */
export interface Count {
  readonly calls: number
  readonly failed: Readonly<Record<string, number>>
  readonly waits: number
}
