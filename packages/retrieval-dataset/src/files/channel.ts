const BUFFERED = 4;

/**
 * Values handed from one running function to another: `push` on one side, `for await` on the
 * other. The pushing side waits while a few values are pending.
 */
export class Channel<Value> {
  readonly #pending: Value[] = [];
  #ended = false;
  #failure: unknown;
  #wakeReader: () => void = () => undefined;
  #wakeWriter: () => void = () => undefined;

  /** Hands a value over. Throws when the reading side has given up. */
  async push(value: Value): Promise<void> {
    this.#pending.push(value);
    this.#wakeReader();
    while (this.#pending.length >= BUFFERED && !this.#ended)
      await new Promise<void>((resolve) => {
        this.#wakeWriter = resolve;
      });
    if (this.#ended) throw new Error("The reading side has ended.");
  }

  /** Says that nothing more comes, or that what came must not be used. */
  end(failure?: unknown): void {
    this.#ended = true;
    this.#failure ??= failure;
    this.#wakeReader();
    this.#wakeWriter();
  }

  /** The values in order; throws the failure that the channel was ended with. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Value> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure as Error;
      const values = this.#pending.splice(0);
      this.#wakeWriter();
      yield* values;
      if (this.#pending.length > 0) continue;
      if (this.#ended) break;
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
    }
    if (this.#failure !== undefined) throw this.#failure as Error;
  }
}
