/** The method `graphql` of a user. */
import type { CallOptions } from "@atlas-bearer/core/TokenSource"
import type { UserSession } from "@atlas-bearer/core/UserSession"
import type * as Effect from "effect/Effect"
import { toPayload, type TypedRequest } from "../TypedDocument.ts"
import * as option from "./option.ts"

type Payload = Parameters<UserSession["graphql"]>[0]
type Result = Effect.Success<ReturnType<UserSession["graphql"]>>

/** `data` is what the document's type says: the server's answer is not compared with it. */
type TypedResult<Data> = Omit<Result, "data"> & { readonly data?: Data | null | undefined }

export interface Graphql {
  (payload: Payload, options?: CallOptions): Promise<Result>
  <Data, Variables>(request: TypedRequest<Data, Variables>, options?: CallOptions): Promise<TypedResult<Data>>
}

export const graphqlBy = (send: (payload: Payload, options?: CallOptions) => Promise<Result>): Graphql => {
  function graphql(payload: Payload, options?: CallOptions): Promise<Result>
  function graphql<Data, Variables>(
    request: TypedRequest<Data, Variables>,
    options?: CallOptions
  ): Promise<TypedResult<Data>>
  async function graphql(
    request: TypedRequest<unknown, unknown>,
    options?: CallOptions
  ): Promise<TypedResult<unknown>> {
    return send(toPayload(option.object(request, "request")), options)
  }
  return graphql
}
