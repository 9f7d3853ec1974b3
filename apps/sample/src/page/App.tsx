/** The page. */
import { untracked, useSignalEffect } from "@preact/signals"
import { AccountPanel } from "./AccountPanel.tsx"
import { emulatorTime } from "./feed.ts"
import { Lab } from "./Lab.tsx"
import { LogIn } from "./LogIn.tsx"
import { forgetMovies, loadMovies } from "./movies.ts"
import { MoviesTable } from "./MoviesTable.tsx"
import { isKnown, profile, renewWhenDue } from "./session.ts"
import { Timeline } from "./Timeline.tsx"
import { TokenBars } from "./TokenBars.tsx"
import { Visitor } from "./Visitor.tsx"

export const App = () => {
  useSignalEffect(() => {
    const isLoggedIn = profile.value !== undefined
    untracked(() => isLoggedIn ? void loadMovies() : forgetMovies())
  })
  useSignalEffect(() => {
    void emulatorTime.value
    untracked(() => void renewWhenDue())
  })
  return (
    <>
      <header>
        <h1>Movies</h1>
        <p>Bearer tokens, live: log in, move the clock, break things, and watch what the server does.</p>
      </header>
      <main>
        <div class="column">
          {profile.value === undefined ? isKnown.value && <LogIn /> : <Visitor {...profile.value} />}
          {profile.value !== undefined && <MoviesTable />}
          <AccountPanel />
        </div>
        <div class="column wide">
          <TokenBars />
          <Timeline />
          <Lab />
        </div>
      </main>
    </>
  )
}
