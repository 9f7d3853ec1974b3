/**
 * `Intl.Segmenter`, made with the first text. Effect makes one for its help as soon as it is loaded, which takes 10 ms of
 * every command; the bundle has this one in its place.
 */
export class Segmenter {
  readonly #parameters: ConstructorParameters<typeof Intl.Segmenter>
  #made: Intl.Segmenter | undefined

  constructor(...parameters: ConstructorParameters<typeof Intl.Segmenter>) {
    this.#parameters = parameters
  }

  segment(text: string): Intl.Segments {
    // Behind `globalThis` it is not replaced itself.
    this.#made ??= new globalThis.Intl.Segmenter(...this.#parameters)
    return this.#made.segment(text)
  }
}
