/** Begins. */
import { render } from "preact"
import { App } from "./App.tsx"
import { connect } from "./feed.ts"
import { resume } from "./session.ts"

connect()
void resume()
render(<App />, document.body)
