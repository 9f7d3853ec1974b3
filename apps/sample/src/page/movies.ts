/** The films as they were last read. */
import { computed, signal } from "@preact/signals"
import type { Movie } from "../Movie.ts"
import { requestWithToken } from "./session.ts"

export const columns = [
  { field: "title", label: "Title" },
  { field: "year", label: "Year" },
  { field: "director", label: "Director" },
  { field: "runtime", label: "Minutes" }
] as const

export type Field = typeof columns[number]["field"]

export const sort = signal<{ readonly field: Field; readonly isDescending: boolean }>({
  field: "title",
  isDescending: false
})
export const search = signal("")
export const isLoading = signal(false)
export const failure = signal<string | undefined>(undefined)
const movies = signal<ReadonlyArray<Movie> | undefined>(undefined)

/** `undefined` before the first answer. */
export const found = computed(() => {
  const words = search.value.toLowerCase().split(/\s+/).filter((word) => word !== "")
  return movies.value?.filter(({ director, title, year }) => {
    const text = `${title} ${director} ${year}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
})

const isMovies = (value: unknown): value is { readonly movies: ReadonlyArray<Movie> } =>
  typeof value === "object" && value !== null && "movies" in value && Array.isArray(value.movies)

let latest = 0

/** What was read stays when it cannot be read again. */
export const loadMovies = async (): Promise<void> => {
  const order = ++latest
  const { field, isDescending } = sort.value
  isLoading.value = true
  try {
    const answer = await requestWithToken(`/api/movies?sort=${field.toUpperCase()}_${isDescending ? "DESC" : "ASC"}`)
    if (order !== latest || !isMovies(answer)) return
    movies.value = answer.movies
    failure.value = undefined
  } catch (error) {
    if (order === latest) failure.value = error instanceof Error ? error.message : String(error)
  } finally {
    if (order === latest) isLoading.value = false
  }
}

export const sortBy = (field: Field): Promise<void> => {
  sort.value = { field, isDescending: sort.value.field === field && !sort.value.isDescending }
  return loadMovies()
}

export const forgetMovies = (): void => {
  latest++
  movies.value = undefined
  failure.value = undefined
  isLoading.value = false
}
