/** Which of an app's users an administrator asks for, page by page. */

const isConfirmed = "EXISTS (SELECT 1 FROM identities WHERE userId = users.id AND confirmed)"

/** `after` is the last id of the page before. */
export interface UserPage {
  readonly after?: string | undefined
  readonly desc?: boolean | undefined
  readonly status?: "enabled" | "disabled" | undefined
  /** Of at least one of these providers. */
  readonly providerTypes?: ReadonlyArray<string> | undefined
}

const hasProvider = `
  EXISTS (SELECT 1 FROM identities WHERE userId = users.id AND providerType IN (SELECT value FROM json_each(:types)))`

/** What SQL selects such users of an app by. */
export const toSql = ({ after, desc = false, providerTypes, status }: UserPage) => ({
  conditions: [
    isConfirmed,
    ...(after === undefined ? [] : [`id ${desc ? "<" : ">"} :after`]),
    ...(status === undefined ? [] : ["disabled = :disabled"]),
    ...(providerTypes === undefined ? [] : [hasProvider])
  ].join(" AND "),
  order: `id ${desc ? "DESC" : "ASC"}`,
  parameters: {
    ...(after === undefined ? {} : { after }),
    ...(status === undefined ? {} : { disabled: status === "disabled" ? 1 : 0 }),
    ...(providerTypes === undefined ? {} : { types: JSON.stringify(providerTypes) })
  }
})
