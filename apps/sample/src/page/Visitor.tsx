/** Who am I? */
import { Notice } from "./Notice.tsx"
import { loadProfile, logOut, type Profile } from "./session.ts"
import { useAction } from "./useAction.ts"

export const Visitor = ({ id, name, providers, type }: Profile) => {
  const { failure, isBusy, run } = useAction()
  return (
    <section class="card" aria-labelledby="who">
      <h2 id="who">Who am I</h2>
      <dl class="facts">
        <dt>Name</dt>
        <dd>{name ?? "nobody knows"}</dd>
        <dt>User id</dt>
        <dd>
          <code>{id}</code>
        </dd>
        <dt>Type</dt>
        <dd>{type}</dd>
        <dt>Logged in with</dt>
        <dd>{providers.join(", ")}</dd>
      </dl>
      <div class="buttons">
        <button type="button" disabled={isBusy} onClick={() => void run(loadProfile)}>Ask again</button>
        <button type="button" disabled={isBusy} onClick={() => void run(logOut)}>Log out</button>
      </div>
      {failure.value && <Notice kind="error">{failure.value}</Notice>}
    </section>
  )
}
