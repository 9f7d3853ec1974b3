/** Serves the protected resources of the Atlas Administration API. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { Apps } from "../Apps.ts"
import { AtlasAccess } from "../AtlasAccess.ts"
import { Account, AccountSecret, Groups, Organizations } from "../AtlasApi.ts"
import { invalid, notFound, tooManySecrets } from "../AtlasError.ts"
import * as DefaultSeed from "../DefaultSeed.ts"
import { ServiceAccounts } from "../ServiceAccounts.ts"
import { type Secret, ServiceAccountSecrets } from "../ServiceAccountSecrets.ts"
import { ServedAtlasApi } from "./ServedAtlasApi.ts"

const { organization } = DefaultSeed

const lists = "2023-01-01"
const serviceAccounts = "2024-08-05"

const [shortest, longest] = [8, 365 * 24]

const iso = (millis: number) => DateTime.formatIso(DateTime.makeUnsafe(millis))

const shown = ({ createdAt, expiresAt, id, lastUsedAt, masked }: Secret, value?: Redacted.Redacted) => ({
  id,
  createdAt: iso(createdAt),
  expiresAt: expiresAt === null ? undefined : iso(expiresAt),
  lastUsedAt: lastUsedAt === null ? undefined : iso(lastUsedAt),
  maskedSecretValue: masked,
  secret: value
})

export const atlasHandlers = HttpApiBuilder.group(
  ServedAtlasApi,
  "atlas",
  Effect.fn(function*(handlers) {
    const { serve } = yield* AtlasAccess
    const accounts = yield* ServiceAccounts
    const apps = yield* Apps
    const secrets = yield* ServiceAccountSecrets

    const check = Effect.fnUntraced(
      function*({ clientId, orgId }: { readonly clientId: string; readonly orgId: string }) {
        if (orgId !== organization.id) return yield* Effect.fail(notFound("ORG", orgId))
        if (!(yield* accounts.exists(clientId))) return yield* Effect.fail(notFound("SERVICE_ACCOUNT", clientId))
      }
    )

    return handlers.handleAll({
      listOrganizations: (request) =>
        serve(
          request,
          { since: lists, schema: Organizations },
          Effect.succeed({ results: [{ ...organization, isDeleted: false }], totalCount: 1 })
        ),
      listGroups: (request) =>
        serve(
          request,
          { since: lists, schema: Groups },
          Effect.map(apps.all, (all) => {
            const groups = new Map(
              all.map(({ groupId, name }) => [groupId, { id: groupId, name, orgId: organization.id }])
            )
            return { results: [...groups.values()], totalCount: groups.size }
          })
        ),
      getServiceAccount: ({ params, ...request }) =>
        serve(
          request,
          { since: serviceAccounts, schema: Account },
          Effect.gen(function*() {
            yield* check(params)
            return {
              clientId: params.clientId,
              name: params.clientId,
              description: "",
              roles: ["ORG_OWNER"],
              secrets: (yield* secrets.list(params.clientId)).map((secret) => shown(secret))
            }
          })
        ),
      createSecret: ({ params, payload: { secretExpiresAfterHours: hours }, ...request }) =>
        serve(
          request,
          { since: serviceAccounts, schema: AccountSecret, status: 201 },
          Effect.gen(function*() {
            yield* check(params)
            if (hours < shortest || hours > longest) {
              return yield* Effect.fail(invalid(`secretExpiresAfterHours must be from ${shortest} to ${longest}`))
            }
            const { secret, value } = yield* secrets.create(params.clientId, hours).pipe(
              Effect.mapError(() => tooManySecrets)
            )
            return shown(secret, value)
          })
        ),
      deleteSecret: ({ params, ...request }) =>
        serve(
          request,
          { since: serviceAccounts, schema: Schema.Undefined },
          Effect.gen(function*() {
            yield* check(params)
            yield* secrets.delete(params.clientId, params.secretId).pipe(
              Effect.mapError(() => notFound("SERVICE_ACCOUNT_SECRET", params.secretId))
            )
            return undefined
          })
        )
    })
  })
)
