/** Answers who asks whether the server is there. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { ServedClientApi } from "./ServedClientApi.ts"

/** The emulator is no commit of the vendor's. */
const version = { backend: { gitHash: "0".repeat(40) } }

export const versionHandlers = HttpApiBuilder.group(
  ServedClientApi,
  "version",
  (handlers) => handlers.handle("getVersion", () => Effect.succeed(version))
)
