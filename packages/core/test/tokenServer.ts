/** A token endpoint that knows its secrets, its tokens and its quota. */
import { Duration, Effect, Layer } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"

export const tokenServer = (life: number | string | undefined = 3600) => {
  const asked: Array<string> = []
  const state = { secrets: ["s1"], quota: Infinity, isDown: false, latency: Duration.zero }
  const live = new Set<string>()
  let issued = 0

  const fail = (status: number, error: string, description = "") =>
    Response.json({ error, error_description: description }, { status })

  const answer = (path: string, secret: string, form: URLSearchParams) => {
    asked.push(`${path} ${secret}`)
    if (state.isDown) return new Response("", { status: 503 })
    if (!state.secrets.includes(secret)) return fail(401, "invalid_client", "Invalid credentials provided.")
    if (path === "revoke") {
      live.delete(form.get("token") ?? "")
      return new Response(null, { status: 200 })
    }
    if (live.size >= state.quota) {
      return fail(403, "access_denied", "Access Token limit reached. Please use the existing Access Tokens.")
    }
    const token = `t${++issued}`
    live.add(token)
    return Response.json({
      access_token: token,
      token_type: "Bearer",
      ...(life === undefined ? {} : { expires_in: life })
    })
  }

  const layer = Layer.succeed(
    HttpClient.HttpClient,
    HttpClient.make((request) => {
      const basic = atob((request.headers["authorization"] ?? "").replace("Basic ", ""))
      const body = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : ""
      const path = request.url.split("/").at(-1)?.split("?")[0] ?? ""
      return Effect.sync(() =>
        HttpClientResponse.fromWeb(request, answer(path, basic.split(":")[1] ?? "", new URLSearchParams(body)))
      ).pipe(Effect.delay(state.latency))
    })
  )
  return { asked, state, live, layer }
}
