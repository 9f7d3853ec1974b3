/**
 * A `Response` that knows where it came from, which the constructor of `Response` cannot be told, and that makes a stream
 * of content which is all here only for who asks for a stream: it is half of what a small reply costs.
 */

export interface Source {
  readonly url: string
  readonly redirected: boolean
}

type Content = Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null

const decoder = new TextDecoder()

const used = () => new TypeError("Body is unusable: Body has already been read")

export class FetchedResponse extends Response {
  readonly #source: Source
  /** Nothing when the content came as a stream, or there is none. */
  readonly #bytes: Uint8Array<ArrayBuffer> | undefined
  #isUsed = false
  /** Holds the bytes for who asks for more than bytes. */
  #holder: Response | undefined

  constructor(content: Content, init: ResponseInit, source: Source) {
    super(content instanceof Uint8Array ? null : content, init)
    this.#source = source
    this.#bytes = content instanceof Uint8Array ? content : undefined
  }

  override get url(): string {
    return this.#source.url
  }

  override get redirected(): boolean {
    return this.#source.redirected
  }

  override get type(): ResponseType {
    return "basic"
  }

  override get body() {
    return this.#bytes === undefined ? super.body : this.#hold(this.#bytes).body
  }

  override get bodyUsed(): boolean {
    return this.#isUsed || (this.#holder?.bodyUsed ?? super.bodyUsed)
  }

  override async text(): Promise<string> {
    const bytes = this.#take()
    return bytes === undefined ? (this.#holder?.text() ?? super.text()) : decoder.decode(bytes)
  }

  override async json() {
    const bytes = this.#take()
    return bytes === undefined ? (this.#holder?.json() ?? super.json()) : JSON.parse(decoder.decode(bytes))
  }

  override async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#take() ?? new Uint8Array(await this.arrayBuffer())
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#take()?.buffer ?? this.#holder?.arrayBuffer() ?? super.arrayBuffer()
  }

  override async blob(): Promise<Blob> {
    return this.#bytes === undefined ? super.blob() : this.#hold(this.#bytes).blob()
  }

  override async formData(): Promise<FormData> {
    return this.#bytes === undefined ? super.formData() : this.#hold(this.#bytes).formData()
  }

  override clone(): FetchedResponse {
    if (this.#bytes !== undefined && this.#holder === undefined && !this.#isUsed) {
      return new FetchedResponse(this.#bytes.slice(), this, this.#source)
    }
    const copy = this.#bytes === undefined ? super.clone() : this.#hold(this.#bytes).clone()
    return new FetchedResponse(copy.body, this, this.#source)
  }

  /** The bytes, once, as long as nobody asked for more than bytes. */
  #take(): Uint8Array<ArrayBuffer> | undefined {
    if (this.#isUsed) throw used()
    if (this.#holder !== undefined || this.#bytes === undefined) return undefined
    this.#isUsed = true
    return this.#bytes
  }

  #hold(bytes: Uint8Array<ArrayBuffer>): Response {
    if (this.#holder !== undefined) return this.#holder
    this.#holder = new Response(bytes, { headers: this.headers })
    // What has been read is gone for everybody.
    if (this.#isUsed) void this.#holder.text()
    return this.#holder
  }
}
