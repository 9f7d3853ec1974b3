/** GitHub workflows: every action is pinned to a commit, since a tag can be moved, and jobs get no more rights than they name. */

const uses = /^\s*(?:- )?uses: *(\S+)(.*)$/gm
const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/

/** Every problem in the text of a workflow. */
export const checkWorkflow = (text: string): ReadonlyArray<string> => {
  const actions = [...text.matchAll(uses)].flatMap(([, action = "", rest = ""]) => {
    if (!pinned.test(action)) return [`${action} is not pinned to a commit`]
    return /^ +# v\d+\.\d+\.\d+$/.test(rest) ? [] : [`${action} does not say its version, as in "# v1.2.3"`]
  })
  const rights = /^permissions:(?: \{\}|\n {2}contents: read)$/m.test(text)
    ? []
    : ["permissions at the top must be none or to read contents: a job names what it needs"]
  return [...actions, ...rights]
}
