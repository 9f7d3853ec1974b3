/** What visitors need beside `sessionRouter`: to register, and somebody who vouches for them. */
import { DefaultSeed, type Emulator } from "@atlas-bearer/emulator"
import type { App } from "@atlas-bearer/node"
import { json, Router } from "express"
import * as CustomToken from "./customToken.ts"
import * as Problem from "./Problem.ts"

interface Options {
  readonly app: App.App
  readonly emulator: Emulator.Running
}

const textOf = (body: unknown, name: string): string => {
  const value: unknown = typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined
  return typeof value === "string" ? value : ""
}

export const make = ({ app, emulator }: Options): Router => {
  /** What the other side of a login gives: a company's own identity provider, or Google, Facebook and Apple, whom nobody asks. */
  const vouch = async (provider: string, subject: string): Promise<string | undefined> => {
    switch (provider) {
      case "custom-token":
        return CustomToken.issue({ ...DefaultSeed.customToken, subject, now: emulator.clock.now() })
      case "oauth2-google":
      case "oauth2-facebook":
      case "oauth2-apple":
        return emulator.tokenLab.credential(provider, { sub: subject, name: subject })
      default:
        return undefined
    }
  }

  const router = Router()
  router.use(json())
  /** Whether the browser has a session: a question that is no error when it has none. */
  router.get("/session", (request, response) => {
    response.set("cache-control", "no-store").json({ exists: /(?:^|; *)session=/.test(request.get("cookie") ?? "") })
  })
  router.post("/users", async (request, response) => {
    await app.emailPassword.register({
      email: textOf(request.body, "email"),
      password: textOf(request.body, "password")
    })
    response.sendStatus(201)
  })
  router.post("/identity/:provider", async (request, response) => {
    const subject = textOf(request.body, "subject")
    const credential = subject === "" ? undefined : await vouch(request.params.provider, subject)
    if (credential === undefined) {
      const detail =
        "Say whom to vouch for, as subject, to custom-token, oauth2-google, oauth2-facebook or oauth2-apple."
      return Problem.send(response, { status: 400, code: "BadRequest", detail })
    }
    response.set("cache-control", "no-store").json({ credential })
  })
  return router
}
