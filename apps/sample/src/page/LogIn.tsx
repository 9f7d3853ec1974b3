/** Logs in with any provider, or registers. */
import { type Signal, useSignal } from "@preact/signals"
import { Notice } from "./Notice.tsx"
import { type Provider, providers } from "./providers.ts"
import { request } from "./request.ts"
import { farewell, logIn } from "./session.ts"
import { useAction } from "./useAction.ts"

type Values = Readonly<Record<string, string>>

const seedOf = ({ fields }: Provider): Values => Object.fromEntries(fields.map(({ name, value }) => [name, value]))

const Input = ({ field, values }: { readonly field: Provider["fields"][number]; readonly values: Signal<Values> }) => {
  const { autocomplete, label, name, type } = field
  const props = {
    name,
    autocomplete,
    required: true,
    // Set as a property: what is typed stands in no attribute.
    value: values.value[name] ?? "",
    onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
      values.value = { ...values.value, [name]: currentTarget.value }
    }
  }
  return (
    <label class="field">
      <span>{label}</span>
      {type === "password" ? <input type="password" {...props} /> : <input type="text" {...props} />}
    </label>
  )
}

export const LogIn = () => {
  const chosen = useSignal<Provider>(providers[0])
  const values = useSignal<Values>(seedOf(providers[0]))
  const welcome = useSignal<string | undefined>(undefined)
  const { failure, isBusy, run } = useAction()
  const provider = chosen.value

  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    const isRegistration = event.submitter?.getAttribute("value") === "register"
    void run(async () => {
      welcome.value = undefined
      if (isRegistration) {
        const { password, username } = values.value
        await request("POST", "/users", { body: { email: username, password } })
        welcome.value = `${username} is registered.`
      }
      await logIn(provider.name, await provider.toCredentials(values.value))
    })
  }

  return (
    <section class="card" aria-labelledby="log-in">
      <h2 id="log-in">Log in</h2>
      {farewell.value && <Notice kind="info">{farewell.value}</Notice>}
      <form onSubmit={onSubmit}>
        <label class="field">
          <span>Authentication provider</span>
          <select
            name="provider"
            value={provider.name}
            onChange={({ currentTarget }) => {
              chosen.value = providers.find(({ name }) => name === currentTarget.value) ?? providers[0]
              values.value = seedOf(chosen.value)
              failure.value = undefined
            }}
          >
            {providers.map(({ label, name }) => <option key={name} value={name}>{label}</option>)}
          </select>
        </label>
        <p class="hint">{provider.hint}</p>
        {provider.fields.map((field) => <Input key={`${provider.name} ${field.name}`} field={field} values={values} />)}
        <div class="buttons">
          <button class="primary" type="submit" disabled={isBusy}>Log in</button>
          {provider.name === "local-userpass" &&
            <button type="submit" value="register" disabled={isBusy}>Register and log in</button>}
        </div>
      </form>
      {welcome.value && <Notice kind="info">{welcome.value}</Notice>}
      {failure.value && <Notice kind="error">{failure.value}</Notice>}
    </section>
  )
}
