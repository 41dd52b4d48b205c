import { RetrievalDatasetError } from "../retrieval-dataset-error.ts";

const SHOWN = 20;
const LONGEST_QUOTE = 200;

/** Collects what is wrong with one file, so that its reader hears everything at once. */
export class ProblemList {
  readonly #file: string;
  readonly #shown: string[] = [];
  #count = 0;

  constructor(file: string) {
    this.#file = file;
  }

  get count(): number {
    return this.#count;
  }

  add(place: string, problem: string): void {
    this.#count += 1;
    if (this.#shown.length < SHOWN) this.#shown.push(visible(`${place}: ${problem}`));
  }

  throwIfAny(): void {
    if (this.#count === 0) return;
    const rest = this.#count - this.#shown.length;
    const lines = this.#shown.map((problem) => `${this.#file} ${problem}`);
    if (rest > 0) lines.push(`… and ${rest} more.`);
    throw new RetrievalDatasetError("INVALID_FILE", lines.join("\n"), {
      hint: `Correct ${this.#count === 1 ? "it" : `these ${this.#count} places`} and read the file again; nothing was taken from it.`,
      details: { file: this.#file, count: this.#count, problems: [...this.#shown] },
    });
  }
}

/** Control characters as escapes, so that a broken file cannot write to a terminal. */
function visible(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** How a value that came instead of the expected one is shown: as JSON, cut. */
export function quoteValue(value: unknown): string {
  const text = value === undefined ? "nothing" : (JSON.stringify(value) ?? typeof value);
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}
