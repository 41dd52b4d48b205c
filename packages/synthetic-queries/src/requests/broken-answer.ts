/** An answer with a good status that is none: cut, no JSON, or an error inside. */
export class BrokenAnswer extends Error {
  override readonly name = "BrokenAnswer";

  /** The broken answer in an error or among its causes. */
  static within(error: unknown): BrokenAnswer | undefined {
    let cause = error;
    for (let depth = 0; depth < 5 && cause instanceof Error; depth += 1) {
      if (cause instanceof BrokenAnswer) return cause;
      cause = cause.cause;
    }
    return undefined;
  }
}
