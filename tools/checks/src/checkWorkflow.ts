/** GitHub workflows: every action is pinned to a commit, since a tag can be moved, and jobs get no more rights than they name. */

const uses = /^\s*(?:- )?uses: *(\S+)(.*)$/gm
const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/

/** Steps that run changesets, which asks for the whole history, and never ends without it. */
const asksForHistory = /^\s*(?:- )?run: *npm run release:(?:check|version)$/m
const hasHistory = /^\s*fetch-depth: 0$/m

/** Every job with its name, which stands two columns in. */
const jobsOf = (text: string) => text.split(/^jobs:$/m)[1]?.split(/^ {2}(?=[\w-]+:$)/m).slice(1) ?? []

/** Every problem in the text of a workflow. */
export const checkWorkflow = (text: string): ReadonlyArray<string> => {
  const actions = [...text.matchAll(uses)].flatMap(([, action = "", rest = ""]) => {
    if (!pinned.test(action)) return [`${action} is not pinned to a commit`]
    return /^ +# v\d+\.\d+\.\d+$/.test(rest) ? [] : [`${action} does not say its version, as in "# v1.2.3"`]
  })
  const rights = /^permissions:(?: \{\}|\n {2}contents: read)$/m.test(text)
    ? []
    : ["permissions at the top must be none or to read contents: a job names what it needs"]
  const shallow = jobsOf(text).filter((job) => asksForHistory.test(job) && !hasHistory.test(job)).map((job) =>
    `${job.split(":", 1)[0]} runs changesets on a checkout without fetch-depth: 0`
  )
  return [...actions, ...rights, ...shallow]
}
