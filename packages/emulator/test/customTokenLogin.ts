/** A login with a custom token, as any client does it. */
import * as DefaultSeed from "../src/DefaultSeed.ts"

/** The status, and the words of a refusal. */
export const logIn = async (url: string, token: string, app = DefaultSeed.app.clientAppId) => {
  const reply = await fetch(`${url}/api/client/v2.0/app/${app}/auth/providers/custom-token/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token })
  })
  const { error = "" }: { readonly error?: string } = await reply.json()
  return `${reply.status} ${error}`.trim()
}
