/**
 * Lets at most so many tasks run at once. Unlike a plain queue it lets tasks that were tried
 * before go first: a product's second try does not wait for a million first ones.
 */
export class Slots {
  readonly #again: (() => void)[] = [];
  readonly #fresh: (() => void)[] = [];
  #free: number;

  constructor(concurrency: number) {
    this.#free = concurrency;
  }

  /** Runs a task when a slot is free. */
  async run<Result>(task: () => Promise<Result>, again: boolean): Promise<Result> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((go) => (again ? this.#again : this.#fresh).push(go));
    try {
      return await task();
    } finally {
      const next = this.#again.shift() ?? this.#fresh.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
