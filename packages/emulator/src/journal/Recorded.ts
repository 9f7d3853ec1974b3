/** A request and its reply as they came, secrets and all. It does not leave the journal: what is read is written from it. */
import type { Entry, FiredFault } from "../Journal.ts"
import * as concealed from "./concealed.ts"
import type { Labels } from "./Labels.ts"

interface Message {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Request extends Message {
  readonly method: string
  readonly url: string
}

export interface Reply extends Message {
  readonly status: number
}

/** A large body is not kept. */
type Kept<M extends Message> = Omit<M, "body"> & { readonly body: concealed.Body }

export interface Recorded {
  readonly id: number
  readonly at: number
  readonly request: Kept<Request>
  readonly faults: Array<FiredFault>
  reply: Kept<Reply> | null
  /** `null` while it is served. */
  milliseconds: number | null
}

export const kept = <M extends Message>(message: M): Kept<M> => ({ ...message, body: concealed.kept(message.body) })

export const make = (id: number, at: number, request: Request): Recorded => ({
  id,
  at,
  request: kept(request),
  faults: [],
  reply: null,
  milliseconds: null
})

/** Writes entries in which secrets stand by their labels. Those of one journal are written in their order. */
export const writer = (labels: Labels) => {
  const conceal = concealed.make(labels)
  return ({ at, faults, id, milliseconds, reply, request: { body, headers, method, url } }: Recorded): Entry => {
    const [path = ""] = url.split("?", 1)
    const sent = new Set<string>()
    // First the fields and the body: a secret that they show is known when it stands in the path too.
    const request = {
      headers: conceal.headers(headers, sent),
      body: conceal.body(body, headers["content-type"], path, sent),
      url: conceal.url(url, sent)
    }
    const found = new Set<string>()
    return {
      id,
      at,
      milliseconds,
      method,
      ...request,
      reply: reply === null ? null : {
        status: reply.status,
        headers: conceal.headers(reply.headers, found),
        body: conceal.body(reply.body, reply.headers["content-type"], path, found)
      },
      faults: [...faults],
      tokens: { sent: [...sent], issued: [...found].filter((label) => !sent.has(label)) }
    }
  }
}
