/** The page on which Google, Facebook or Apple would ask who it is: here whoever one likes. */
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import type { RedirectLogin } from "../RedirectLogins.ts"
import { consentPath } from "./RedirectLoginEndpoints.ts"

const names = { "oauth2-google": "Google", "oauth2-facebook": "Facebook", "oauth2-apple": "Apple" }

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 24rem; margin: 3rem auto; padding: 0 1rem }
h1 { font-size: 1.3rem } label { display: block; margin: .6rem 0 } code { overflow-wrap: anywhere }
input { display: block; width: 100%; font: inherit; box-sizing: border-box } button { font: inherit; margin: .6rem .3rem 0 0 }
`

/** It loads nothing from elsewhere, and stands in no other page. */
export const consentPage = (id: string, { app, linking, provider, redirect }: RedirectLogin) =>
  HttpServerResponse.text(
    `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${names[provider]}, as the emulator plays it</title>
<style>${style}</style>
<h1>${names[provider]}, as the emulator plays it</h1>
<p>The app <code>${escaped(app.clientAppId)}</code> wants to ${
      linking === undefined ? "know who you are" : "link this account to its user"
    }. Be whoever you like: nobody is asked. You go back to <code>${escaped(redirect)}</code>.
<form method="post" action="${consentPath}">
<input type="hidden" name="state" value="${escaped(id)}">
<label>E-mail address <input name="email" type="email" value="jean@example.com" required autofocus></label>
<label>Name <input name="name" value="Jean Valjean"></label>
<label>Account id, if it is not the address <input name="id"></label>
<button name="decision" value="allow">Continue</button>
<button name="decision" value="deny" formnovalidate>Refuse</button>
</form>
`,
    {
      contentType: "text/html; charset=utf-8",
      headers: {
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff"
      }
    }
  )
