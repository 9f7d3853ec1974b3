/** `/__emulator/`: what the emulator is at, for a person with a browser. The page uses the control plane as anybody may. */
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as DefaultSeed from "../DefaultSeed.ts"
import { script } from "./pageScript.ts"

const { administrator, app, serviceAccount, user } = DefaultSeed

const known = {
  "Client app id": app.clientAppId,
  "User": `${user.username} with ${user.password}`,
  "Service account": `${serviceAccount.clientId} with ${serviceAccount.clientSecret}`,
  "Administrator": `${administrator.publicKey} with ${administrator.privateKey}`
}

const rows = Object.entries(known)
  .map(([name, value]) => `<tr><th scope="row">${name}<td><code>${value}</code>`)
  .join("\n")

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .2rem 1rem .2rem 0; border-bottom: 1px solid #8884; vertical-align: top }
td { overflow-wrap: anywhere } code { font-size: .9em }
button { font: inherit; margin-right: .3rem } .none { opacity: .6 } [role=alert] { color: #c33 }
`

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>atlas-bearer emulator</title>
<style>${style}</style>
<h1>Emulator of App Services, Cloud Manager and Atlas</h1>
<p role="alert" id="trouble" hidden>The emulator does not answer. Is it still running?</p>

<h2>What it starts with</h2>
<table>
<tr><th scope="row">Base URL<td><code id="origin"></code>
${rows}
</table>

<h2>Clock</h2>
<p><output id="now"></output></p>
<p>
<button data-advance="1 minute">1 minute later</button>
<button data-advance="31 minutes">31 minutes later</button>
<button data-advance="1 day">A day later</button>
<button id="freeze">Stop</button>
</p>

<h2>Faults</h2>
<table><tbody id="faults"></tbody></table>
<p>
<button data-fault='{"action":{"type":"status","status":429,"retryAfter":5},"when":{"times":1}}'>429 once, for 5 s</button>
<button data-fault='{"action":{"type":"status","status":503},"when":{"times":3}}'>503 three times</button>
<button data-fault='{"action":{"type":"accessRefused"}}'>Refuse access tokens</button>
<button id="disarm">End all</button>
</p>

<h2>E-mails that were not sent</h2>
<table><tbody id="mailbox"></tbody></table>

<h2>Requests</h2>
<table>
<thead><tr><th scope="col">At<th scope="col">Request<th scope="col">Reply<th scope="col">Tokens<th scope="col">Faults</thead>
<tbody id="journal"></tbody>
</table>

<p><button id="reset">Back to the start</button> <a href="openapi.json">The control plane</a></p>
<script>${script}</script>
`

/** It loads nothing from elsewhere, and stands in no other page. */
export const page = HttpServerResponse.text(html, {
  contentType: "text/html; charset=utf-8",
  headers: {
    "content-security-policy":
      "default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff"
  }
})
