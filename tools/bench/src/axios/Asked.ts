/** What a process is asked for: so many calls. */
export interface Asked {
  readonly by: "client" | "alone"
  readonly calls: number
}
