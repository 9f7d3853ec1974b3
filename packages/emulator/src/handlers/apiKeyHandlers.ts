/** Serves the API keys of users. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { UserApiKeys } from "../UserApiKeys.ts"
import { ServedClientApi } from "./ServedClientApi.ts"

export const apiKeyHandlers = HttpApiBuilder.group(
  ServedClientApi,
  "apiKeys",
  Effect.fn(function*(handlers) {
    const keys = yield* UserApiKeys
    return handlers.handleAll({
      createApiKey: ({ headers, payload }) => keys.create(headers.authorization, payload.name),
      listApiKeys: ({ headers }) => keys.list(headers.authorization),
      getApiKey: ({ headers, params }) => keys.get(headers.authorization, params.keyId),
      deleteApiKey: ({ headers, params }) => keys.delete(headers.authorization, params.keyId),
      enableApiKey: ({ headers, params }) => keys.enable(headers.authorization, params.keyId),
      disableApiKey: ({ headers, params }) => keys.disable(headers.authorization, params.keyId)
    })
  })
)
