/** The films, which App Services sorts; the search looks through what is here. */
import { columns, failure, type Field, found, isLoading, loadMovies, search, sort, sortBy } from "./movies.ts"
import { Notice } from "./Notice.tsx"

const Heading = ({ field, label }: { readonly field: Field; readonly label: string }) => {
  const isSorted = sort.value.field === field
  const direction = sort.value.isDescending ? "descending" : "ascending"
  return (
    <th
      scope="col"
      aria-sort={isSorted ? direction : "none"}
      class={field === "year" || field === "runtime" ? "number" : ""}
    >
      <button type="button" class="sort" onClick={() => void sortBy(field)}>
        {label}
        <span class="arrow" aria-hidden="true">{isSorted ? sort.value.isDescending ? "▼" : "▲" : ""}</span>
      </button>
    </th>
  )
}

const Rows = () => (
  <tbody>
    {found.value?.map(({ _id, director, runtime, title, year }) => (
      <tr key={_id}>
        <th scope="row">{title}</th>
        <td class="number">{year}</td>
        <td>{director}</td>
        <td class="number">{runtime}</td>
      </tr>
    ))}
  </tbody>
)

const summary = () => {
  if (found.value === undefined) return isLoading.value ? "Reading…" : ""
  const count = `${found.value.length} ${found.value.length === 1 ? "film" : "films"}`
  return isLoading.value ? `${count}, reading again…` : count
}

export const MoviesTable = () => (
  <section class="card movies" aria-labelledby="movies">
    <div class="bar">
      <h2 id="movies">Movies</h2>
      <p class="hint" role="status">{summary()}</p>
      <button type="button" onClick={() => void loadMovies()}>Read again</button>
    </div>
    <label class="field">
      <span>Search title, director or year</span>
      <input
        type="search"
        value={search}
        onInput={({ currentTarget }) => {
          search.value = currentTarget.value
        }}
      />
    </label>
    {failure.value && (
      <Notice kind="error">
        {failure.value} <button type="button" onClick={() => void loadMovies()}>Try again</button>
      </Notice>
    )}
    <div class="scroll" tabIndex={0} role="region" aria-label="Films">
      <table aria-busy={isLoading.value}>
        <thead>
          <tr>{columns.map((column) => <Heading key={column.field} {...column} />)}</tr>
        </thead>
        <Rows />
      </table>
    </div>
  </section>
)
