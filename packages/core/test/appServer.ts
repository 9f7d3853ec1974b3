/** An app of App Services whose sessions live until the test ends them. Users log in with an API key, which is their id. */
import { Duration, Effect, Layer } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"

const life = 30 * 60

const segment = (value: unknown) => btoa(JSON.stringify(value)).replaceAll("=", "")

export const appServer = () => {
  const asked: Array<string> = []
  const live = new Set<string>()
  const state = { isDown: false, latency: Duration.zero, refusedKeys: new Set<string>() }
  let issued = 0

  const accessToken = (sub: string) => `e30.${segment({ sub, exp: life, iat: 0, jti: ++issued })}.x`
  const refusal = (error_code: string, status = 401) => Response.json({ error: "unauthorized", error_code }, { status })

  const answer = (method: string, path: string, bearer: string, body: string): Response => {
    asked.push(`${method} ${path}`)
    if (state.isDown) return new Response("", { status: 503 })
    if (path === "location") {
      return Response.json({ deployment_model: "LOCAL", location: "US-VA", hostname: "https://eu.services.test" })
    }
    if (path === "login") {
      const userId: string = JSON.parse(body).key
      if (state.refusedKeys.has(userId)) return refusal("AuthError")
      const refresh_token = `refresh-${userId}-${++issued}`
      live.add(refresh_token)
      return Response.json({
        access_token: accessToken(userId),
        refresh_token,
        user_id: userId,
        device_id: "0".repeat(24)
      })
    }
    if (path === "profile") {
      return Response.json({ identities: [], data: { name: "Jean" }, type: "normal" })
    }
    if (!live.has(bearer)) return refusal("InvalidSession")
    if (method === "POST") {
      return Response.json({ access_token: accessToken(bearer.split("-")[1] ?? "") }, { status: 201 })
    }
    live.delete(bearer)
    return new Response(null, { status: 204 })
  }

  const layer = Layer.succeed(
    HttpClient.HttpClient,
    HttpClient.make((request) => {
      const bearer = (request.headers["authorization"] ?? "").replace("Bearer ", "")
      const body = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : ""
      return Effect.sync(() =>
        HttpClientResponse.fromWeb(request, answer(request.method, request.url.split("/").at(-1) ?? "", bearer, body))
      ).pipe(Effect.tap(() => Effect.sleep(state.latency)))
    })
  )
  return { asked, live, state, layer }
}
